import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { regressionTree } from "./regression_tree.ts";

describe("regressionTree", () => {
  it("cuts where results differ most, half-way between points", () => {
    const leaves = regressionTree([
      { point: [0.1, 0.9], result: 1 },
      { point: [0.2, 0.1], result: 1 },
      { point: [0.6, 0.5], result: 5 },
    ]);
    assert.deepEqual(leaves, [
      { low: [0, 0], high: [0.4, 1], value: 1 },
      { low: [0.4, 0], high: [1, 1], value: 5 },
    ]);
  });

  it("leaves equal points together, under their mean", () => {
    const leaves = regressionTree([
      { point: [0.5], result: 1 },
      { point: [0.5], result: 3 },
    ]);
    assert.deepEqual(leaves, [{ low: [0], high: [1], value: 2 }]);
  });

  it("fills the cube without overlap", () => {
    const observations = Array.from({ length: 50 }, (_, i) => ({
      point: [(i * 37 % 50 + 0.5) / 50, (i * 11 % 50 + 0.5) / 50, 0.5],
      result: i * 7 % 13,
    }));
    const leaves = regressionTree(observations);
    const volume = leaves.reduce(
      (sum, { low, high }) => sum + low.reduce((v, _, axis) => v * (high[axis]! - low[axis]!), 1),
      0,
    );
    assert(Math.abs(volume - 1) < 1e-12);
    for (const { point, result } of observations) {
      const own = leaves.filter(({ low, high }) =>
        point.every((x, axis) => low[axis]! <= x && x < high[axis]!)
      );
      assert.deepEqual(own.map(({ value }) => value), [result]);
    }
  });
});
