import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Result } from "effect";
import { makeSampler } from "./sampler.ts";

describe("makeSampler", () => {
  const probabilities = [0.5, 0.25, 0.15, 0.1];
  const logits = Float64Array.from(probabilities, Math.log);
  const sampling = { temperature: 1, banned: new Set<number>() };

  it("draws by the distribution (chi-square over a fixed seed)", () => {
    const sampler = makeSampler(sampling, 4, 42);
    const n = 4000;
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) counts[Result.getOrThrow(sampler.draw(logits, i, 0))]! += 1;
    const chiSquare = probabilities.reduce(
      (sum, p, id) => sum + (counts[id]! - n * p) ** 2 / (n * p),
      0,
    );
    // 99.9 % quantile with 3 degrees of freedom
    assert.ok(chiSquare < 16.27, `chi-square ${chiSquare}`);
  });

  it("depends on seed, sample and position, not on what was drawn before", () => {
    const draws = (seed: number, positions: readonly number[], sample = 0) => {
      const sampler = makeSampler(sampling, 4, seed);
      return positions.map((i) => Result.getOrThrow(sampler.draw(logits, i, sample)));
    };
    const positions = Array.from({ length: 40 }, (_, i) => i);
    const forward = draws(1, positions);
    assert.deepEqual(draws(1, positions.toReversed()).toReversed(), forward);
    assert.notDeepEqual(draws(2, positions), forward);
    assert.notDeepEqual(draws(1, positions, 1), forward);
    assert.notDeepEqual(draws(1, positions, 2), draws(1, positions, 1));
  });

  it("knows a token's log-probability, whatever the temperature and what is banned", () => {
    const sampler = makeSampler({ temperature: 0.1, topK: 1, banned: new Set([1]) }, 4, 1);
    for (const shift of [0, 50]) {
      const shifted = Float32Array.from(logits, (x) => x + shift);
      probabilities.forEach((p, token) => {
        const error = sampler.logProbability(shifted, token) - Math.log(p);
        assert.ok(Math.abs(error) < 1e-5, `${error}`);
      });
    }
  });
});
