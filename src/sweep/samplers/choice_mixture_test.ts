import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { choiceMixture } from "./choice_mixture.ts";

const probabilities = (observed: readonly number[], count: number) => {
  const { logLikelihood } = choiceMixture(observed, count);
  return Array.from({ length: count }, (_, index) => Math.exp(logLikelihood(index)));
};
const close = (actual: readonly number[], expected: readonly number[]) => {
  for (const [i, value] of expected.entries()) {
    assert(Math.abs(actual[i]! - value) < 1e-12, `${actual}`);
  }
};

describe("the distribution over listed values", () => {
  it("is even where nothing was observed", () => {
    close(probabilities([], 4), [0.25, 0.25, 0.25, 0.25]);
  });

  it("mixes each observation with the prior", () => {
    // Two kernels: (1 + 1/2, 1/2)/2 for the observation, (1/2, 1/2) for the prior, of equal weight.
    close(probabilities([0], 2), [(0.75 + 0.5) / 2, (0.25 + 0.5) / 2]);
  });

  it("sums to 1", () => {
    const sum = probabilities([2, 2, 1, 0, 2], 3).reduce((a, b) => a + b, 0);
    assert(Math.abs(sum - 1) < 1e-12);
  });

  it("draws the index that a number falls on", () => {
    const { sample } = choiceMixture([0], 2);
    assert.equal(sample(() => 0.624), 0);
    assert.equal(sample(() => 0.626), 1);
  });
});
