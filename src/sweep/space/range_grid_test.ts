import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { stepCount, stepFits, stepValue } from "./range_grid.ts";

const range = (min: number, max: number) => ({ min, max, scale: "linear" }) as const;

describe("the values of a range with a step", () => {
  it("are counted with both ends, and with the last one where the step does not fit", () => {
    const cases: readonly (readonly [min: number, max: number, step: number, count: number])[] = [
      [0, 1, 0.1, 11],
      [0.1, 0.7, 0.2, 4],
      [8, 32, 8, 4],
      [8, 31, 8, 3],
      [-3, 3, 2, 4],
      [5, 5, 1, 1],
    ];
    for (const [min, max, step, count] of cases) {
      assert.equal(stepCount(range(min, max), step), count, `${min} to ${max} by ${step}`);
      assert.equal(stepFits(range(min, max), step), max !== 31);
    }
  });

  it("have no digits that sums of fractions leave", () => {
    assert.deepEqual([0, 1, 3, 10].map((i) => stepValue(range(0, 1), 0.1, i)), [0, 0.1, 0.3, 1]);
    assert.equal(stepValue(range(0.1, 0.9), 0.2, 3), 0.7);
  });
});
