import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Result } from "effect";
import { sampler } from "./sampler.ts";

describe("sampler", () => {
  const probabilities = [0.5, 0.25, 0.15, 0.1];
  const logProbabilities = Float64Array.from(probabilities, Math.log);
  const sampling = { temperature: 1, banned: new Set<number>() };

  it("draws by the distribution (chi-square over a fixed seed)", () => {
    const draw = sampler(sampling, 42);
    const n = 4000;
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) counts[Result.getOrThrow(draw(logProbabilities, i))]! += 1;
    const chiSquare = probabilities.reduce(
      (sum, p, id) => sum + (counts[id]! - n * p) ** 2 / (n * p),
      0,
    );
    // 99.9 % quantile with 3 degrees of freedom
    assert.ok(chiSquare < 16.27, `chi-square ${chiSquare}`);
  });

  it("depends on seed and position, not on what was drawn before", () => {
    const draws = (seed: number, positions: readonly number[]) => {
      const draw = sampler(sampling, seed);
      return positions.map((i) => Result.getOrThrow(draw(logProbabilities, i)));
    };
    const positions = Array.from({ length: 40 }, (_, i) => i);
    const forward = draws(1, positions);
    assert.deepEqual(draws(1, positions.toReversed()).toReversed(), forward);
    assert.notDeepEqual(draws(2, positions), forward);
  });
});
