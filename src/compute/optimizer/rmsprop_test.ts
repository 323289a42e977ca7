import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { rmsprop } from "./rmsprop.ts";
import { assertKernelAgrees } from "./test_kernel.ts";

const settings = { learningRate: 0.1, gradientScale: 1, gradientLimit: Infinity, time: 1 };

describe("rmsprop", () => {
  it("divides by the root of the square average", () => {
    const p = Float64Array.of(1), slot = Float64Array.of(20);
    rmsprop({ alpha: 0.75, epsilon: 1, weightDecay: 0 })
      .update(p, Float64Array.of(2), [slot], settings);
    assert.deepEqual([...slot], [0.75 * 20 + 0.25 * 4]);
    assert.deepEqual([...p], [1 - 0.1 * 2 / (4 + 1)]);
  });
  it("stays where the gradient is 0 from the start", () => {
    const p = Float64Array.of(1);
    rmsprop({ alpha: 0.99, epsilon: 1e-8, weightDecay: 0 })
      .update(p, Float64Array.of(0), [Float64Array.of(0)], settings);
    assert.deepEqual([...p], [1]);
  });
  it("is what its kernel does", () => {
    assertKernelAgrees(rmsprop({ alpha: 0.75, epsilon: 0.0625, weightDecay: 0.125 }));
  });
});
