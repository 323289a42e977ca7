import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { scoreTotals } from "./score_totals.ts";
import { scoredLine } from "./test_scored.ts";

describe("scoreTotals", () => {
  it("tells the mean loss in nats, whatever the base", () => {
    const nats = scoreTotals("e"), decimal = scoreTotals("10");
    for (const logProbability of [-6, -3, null]) {
      nats.add(scoredLine("x", logProbability).score);
      decimal.add(scoredLine("x", logProbability && logProbability / Math.LN10).score);
    }
    const expected = "3 lines, 6 tokens, 66.7 % in the vocabulary: loss 1.5000 nats per token, " +
      "perplexity 4.48\n1 line without words, and so without a score";
    assert.deepEqual([nats.describe(), decimal.describe()], [expected, expected]);
    assert.equal(nats.lines(), 3);
  });
  it("tells of no loss where there is no token", () => {
    assert.equal(scoreTotals("e").describe(), "0 lines");
  });
});
