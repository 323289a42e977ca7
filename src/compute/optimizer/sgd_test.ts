import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { sgd } from "./sgd.ts";
import { assertKernelAgrees } from "./test_kernel.ts";

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
  it("is what its kernel does", () => assertKernelAgrees(sgd({ weightDecay: 0.125 })));
  it("is sparse and linear where nothing decays", () => {
    for (const weightDecay of [0, 0.1]) {
      const { sparse, linear } = sgd({ weightDecay });
      assert.deepEqual([sparse, linear], [weightDecay === 0, weightDecay === 0]);
    }
  });
});
