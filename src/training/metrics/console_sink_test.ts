import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { formatLine } from "./console_sink.ts";
import { metricsLine } from "./metrics_line.ts";

const totals = { epochs: 5, steps: 2000 };
const at = { step: 1200, epoch: 2, tokens: 1 } as const;

describe("formatLine", () => {
  it("shows a line of training", () => {
    const line = metricsLine({
      ...at,
      split: "train",
      loss: Math.log(167.84),
      tokensPerSecond: 12345,
    });
    assert.equal(
      formatLine(line, totals),
      "epoch 2/5  step 1,200  loss 5.123  perplexity 167.8  12,345 tokens/s",
    );
  });
  it("shows an evaluation, and a note", () => {
    const line = metricsLine({ ...at, split: "valid", loss: NaN });
    assert.equal(
      formatLine(line, totals),
      "epoch 2/5  step 1,200  valid loss ?  perplexity ?  " +
        "loss is NaN, perplexity is NaN, bits is NaN",
    );
  });
});
