import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Schema } from "effect";
import { MetricsLine, metricsLine } from "./metrics_line.ts";

describe("metricsLine", () => {
  it("has its keys in one order, whatever the order they came in", () => {
    const line = metricsLine({
      tokensPerSecond: 12345,
      learningRate: 0.002,
      gradientNorm: 0.5,
      loss: 0,
      split: "train",
      tokens: 4000,
      epoch: 1,
      step: 200,
      note: "halved",
    });
    assert.equal(
      JSON.stringify(line),
      '{"step":200,"epoch":1,"tokens":4000,"split":"train","loss":0,"perplexity":1,"bits":0,' +
        '"gradientNorm":0.5,"learningRate":0.002,"tokensPerSecond":12345,"note":"halved"}',
    );
  });

  it("gives perplexity and bits of a loss in nats", () => {
    const line = metricsLine({ step: 1, epoch: 1, tokens: 1, split: "valid", loss: Math.LN2 * 3 });
    assert.ok(Math.abs(line.perplexity! - 8) < 1e-12);
    assert.ok(Math.abs(line.bits! - 3) < 1e-12);
    assert.deepEqual(Object.keys(line).slice(-2), ["perplexity", "bits"]);
  });

  it("writes null for what isn't finite, and a note that says what it was", () => {
    const at = { step: 1, epoch: 1, tokens: 1, split: "train" } as const;
    const line = metricsLine({ ...at, loss: NaN, gradientNorm: Infinity, note: "diverged" });
    assert.deepEqual([line.loss, line.perplexity, line.bits, line.gradientNorm], [
      null,
      null,
      null,
      null,
    ]);
    assert.equal(
      line.note,
      "diverged, loss is NaN, perplexity is NaN, bits is NaN, gradientNorm is Infinity",
    );
    const overflow = metricsLine({ ...at, loss: 800 });
    assert.deepEqual([overflow.loss, overflow.perplexity], [800, null]);
    const read = Schema.decodeUnknownSync(MetricsLine)(JSON.parse(JSON.stringify(line)));
    assert.deepEqual(read, line);
  });
});
