import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { key } from "../../base/random/key.ts";
import { uniform } from "../../base/random/uniform.ts";
import { rangeMixture } from "./range_mixture.ts";
import type { Range } from "../space/space.ts";

const draw = (observed: readonly number[], range: Range, count: number) => {
  const { sample } = rangeMixture(observed, range);
  return Array.from({ length: count }, (_, i) => {
    const stream = key(1, "test", i);
    return sample((index) => uniform(stream, index));
  });
};

/** Shares of the probability of a step range's values. */
const probabilities = (observed: readonly number[], range: Range, values: readonly number[]) => {
  const { logLikelihood } = rangeMixture(observed, range);
  return values.map((value) => Math.exp(logLikelihood(value)));
};
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("the distribution over a range", () => {
  const grid: Range = { min: 8, max: 64, step: 8 };
  const values = [8, 16, 24, 32, 40, 48, 56, 64];

  it("sums to 1 over the values of steps, also of logarithms", () => {
    assert(Math.abs(sum(probabilities([16, 16, 40], grid, values)) - 1) < 1e-12);
    const whole: Range = { min: 1, max: 9, scale: "log", integer: true };
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    assert(Math.abs(sum(probabilities([2, 7], whole, numbers)) - 1) < 1e-12);
  });

  it("integrates to 1 over a range, also over logarithms", () => {
    const cells = 4000;
    for (const scale of ["linear", "log"] as const) {
      const { logLikelihood } = rangeMixture([0.2, 0.21, 0.8], { min: 0.1, max: 1, scale });
      const [low, high] = scale === "log" ? [Math.log(0.1), 0] : [0.1, 1];
      const width = (high! - low!) / cells;
      let total = 0;
      for (let i = 0; i < cells; i++) {
        const x = low! + (i + 0.5) * width;
        total += Math.exp(logLikelihood(scale === "log" ? Math.exp(x) : x)) * width;
      }
      assert(Math.abs(total - 1) < 1e-5, `${scale} ${total}`);
    }
  });

  it("draws values as often as it says", () => {
    const observed = [16, 24];
    const expected = probabilities(observed, grid, values);
    const drawn = draw(observed, grid, 4000);
    for (const [i, value] of values.entries()) {
      const share = drawn.filter((other) => other === value).length / drawn.length;
      assert(Math.abs(share - expected[i]!) < 4 * Math.sqrt(expected[i]! / drawn.length));
    }
  });

  it("is that of its prior where nothing was observed", () => {
    const { logLikelihood } = rangeMixture([], { min: 0, max: 2 });
    // A normal around 1 with width 2, cut at half a width on either side: the mass between is
    // known.
    const mass = 0.3829249225480262;
    const z = (0.5 - 1) / 2;
    const density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) / 2 / mass;
    assert(Math.abs(Math.exp(logLikelihood(0.5)) - density) < 1e-12);
  });

  it("has more where good trials were, and forgets no part of the range", () => {
    const { logLikelihood } = rangeMixture([0.3, 0.32, 0.28], { min: 0, max: 1 });
    assert(logLikelihood(0.3) > logLikelihood(0.9) + 1);
    assert(logLikelihood(0.99) > -3);
  });

  it("stays within any range", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 40, noNaN: true }), { maxLength: 8 }),
        fc.constantFrom<Partial<Range>>({}, { scale: "log" }),
        (observed, how) => {
          const range: Range = { min: 0.5, max: 40, ...how };
          for (const value of draw(observed, range, 20)) {
            assert(value >= range.min && value <= range.max);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
