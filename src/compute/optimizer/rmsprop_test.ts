import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { rmsprop } from "./rmsprop.ts";

const settings = { learningRate: 0.1, gradientScale: 1, gradientLimit: Infinity, time: 1 };

describe("rmsprop", () => {
  it("divides by the root of the square average", () => {
    const p = Float64Array.of(1), slot = Float64Array.of(16);
    rmsprop({ alpha: 0.75, epsilon: 1, weightDecay: 0 })
      .update(p, Float64Array.of(4), [slot], settings);
    assert.deepEqual([...slot], [16]);
    assert.deepEqual([...p], [1 - 0.1 * 4 / (4 + 1)]);
  });
  it("stays where the gradient is 0 from the start", () => {
    const p = Float64Array.of(1);
    rmsprop({ alpha: 0.99, epsilon: 1e-8, weightDecay: 0 })
      .update(p, Float64Array.of(0), [Float64Array.of(0)], settings);
    assert.deepEqual([...p], [1]);
  });
  it("hands the kernel its numbers", () => {
    const optimizer = rmsprop({ alpha: 0.75, epsilon: 1e-8, weightDecay: 0.1 });
    assert.deepEqual(optimizer.kernelSettings(settings), [0.1, 1, Infinity, 0.1, 0.75, 1e-8]);
  });
});
