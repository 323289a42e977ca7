import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { zipfSampler } from "./zipf_sampler.ts";

describe("zipfSampler", () => {
  const draws = (vocabulary: number, seed: number, count: number) =>
    Array.from({ length: count }, (_, n) => zipfSampler(vocabulary, seed)(n));

  it("gives the same ids for the same seed, others for another", () => {
    assert.deepEqual(draws(50, 1, 40), draws(50, 1, 40));
    assert.notDeepEqual(draws(50, 1, 40), draws(50, 2, 40));
  });

  it("draws ids as often as their weights say", () => {
    const sample = zipfSampler(6, 3);
    const count = 60_000;
    const seen = new Array<number>(6).fill(0);
    for (let n = 0; n < count; n++) seen[sample(n)]!++;
    const weights = seen.map((_, id) => 1 / (id + 2.7));
    const sum = weights.reduce((a, b) => a + b, 0);
    const chiSquare = seen.reduce((total, times, id) => {
      const expected = count * weights[id]! / sum;
      return total + (times - expected) ** 2 / expected;
    }, 0);
    assert.ok(chiSquare < 20.5, `chi-square ${chiSquare} with five degrees of freedom`);
  });
});
