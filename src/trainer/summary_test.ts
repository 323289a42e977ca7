import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { formatSummary, type Summary } from "./summary.ts";

/** A run beside a bigram of perplexity 100. */
const beside = (perplexity: number): Summary => ({
  directory: "runs/a-00000000",
  status: "finished",
  steps: 10,
  epochs: 1,
  best: { loss: Math.log(perplexity), perplexity, checkpoint: "step-00000010" },
  baselines: {
    unigram: { loss: Math.log(200), perplexity: 200 },
    bigram: { loss: Math.log(100), perplexity: 100, weight: 0.5 },
  },
});

const lastLine = (perplexity: number, watched = "valid.loss") =>
  formatSummary(beside(perplexity), watched).at(-1);

describe("formatSummary", () => {
  it("says how far the model is from the bigram, in per cent or times", () => {
    assert.equal(lastLine(79), "the model is 21.0 % below the bigram");
    assert.equal(lastLine(161), "the model is 61.0 % above the bigram");
    assert.equal(lastLine(2103.2), "the model's perplexity is 21 times the bigram's");
    assert.equal(lastLine(3e9), "the model's perplexity is 3e7 times the bigram's");
  });

  it("compares only what was measured on the same tokens", () => {
    assert.match(lastLine(79, "train.loss")!, /^interpolated bigram /);
  });
});
