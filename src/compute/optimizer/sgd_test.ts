import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { sgd } from "./sgd.ts";

describe("sgd", () => {
  const settings = { learningRate: 0.5, gradientScale: 1, gradientLimit: Infinity, time: 1 };

  it("steps against the gradient", () => {
    const p = Float64Array.of(1, -2);
    sgd({ weightDecay: 0 }).update(p, Float64Array.of(4, -1), [], settings);
    assert.deepEqual([...p], [-1, -1.5]);
  });
  it("decays weights after clipping, so that decay is not clipped", () => {
    const p = Float64Array.of(8);
    sgd({ weightDecay: 0.5 }).update(p, Float64Array.of(100), [], {
      ...settings,
      gradientLimit: 1,
    });
    assert.deepEqual([...p], [8 - 0.5 * (1 + 4)]);
  });
  it("hands the kernel its numbers", () => {
    const numbers = { learningRate: 0.5, gradientScale: 0.25, gradientLimit: 2, time: 9 };
    assert.deepEqual(sgd({ weightDecay: 0.1 }).kernelSettings(numbers), [0.5, 0.25, 2, 0.1]);
  });
});
