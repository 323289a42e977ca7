import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import fc from "fast-check";
import { InputError } from "../errors.ts";
import { metricsLine } from "./metrics_line.ts";
import { parseMetrics } from "./read_metrics.ts";

const line = metricsLine({ step: 1, epoch: 1, tokens: 9, split: "train", loss: 2 });

describe("parseMetrics", () => {
  it("gives the lines, without half a last one", async () => {
    const text = `${JSON.stringify(line)}\n{"step":2,"ep`;
    assert.deepEqual(await Effect.runPromise(parseMetrics(text, "m")), [line]);
    assert.deepEqual(await Effect.runPromise(parseMetrics("", "m")), []);
  });

  it("names the line that is wrong", async () => {
    const text = `${JSON.stringify(line)}\n{"step":-2}\n`;
    const error = await Effect.runPromise(Effect.flip(parseMetrics(text, "m.jsonl")));
    assert.match(error.message, /^m\.jsonl:2: Not a line of metrics: /);
  });

  it("answers any text with lines or a mistake", () =>
    fc.assert(fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
      const result = await Effect.runPromise(Effect.result(parseMetrics(`${text}\n`, "m")));
      assert.ok(result._tag === "Success" || result.failure instanceof InputError);
    })));
});
