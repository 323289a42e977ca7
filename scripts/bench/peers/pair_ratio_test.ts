import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { pairRatio } from "./pair_ratio.ts";

describe("pairRatio", () => {
  it("is the median of the pairs' ratios, not the ratio of the medians", () => {
    // a slow moment strikes both of a pair
    assert.equal(pairRatio([20, 10, 22], [10, 5, 20]), 2);
    assert.equal(pairRatio([6, 2], [2, 1]), 2.5);
  });

  it("refuses what was not measured in pairs", () => {
    assert.throws(() => pairRatio([1, 2], [1]), /2 repetitions can't be paired with 1/);
  });
});
