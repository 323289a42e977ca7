import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { adagrad } from "./adagrad.ts";
import { assertKernelAgrees } from "./test_kernel.ts";

const settings = { learningRate: 0.1, gradientScale: 1, gradientLimit: Infinity, time: 1 };

describe("adagrad", () => {
  it("divides by the root of the sum of squares", () => {
    const p = Float64Array.of(1), slot = Float64Array.of(9);
    adagrad({ epsilon: 1, weightDecay: 0 }).update(p, Float64Array.of(4), [slot], settings);
    assert.deepEqual([...slot], [25]);
    assert.deepEqual([...p], [1 - 0.1 * 4 / (5 + 1)]);
  });
  it("takes smaller and smaller steps along an even gradient", () => {
    const p = Float64Array.of(0), slots = [Float64Array.of(0)];
    const optimizer = adagrad({ epsilon: 1e-10, weightDecay: 0 });
    for (let t = 1; t <= 4; t++) {
      const before = p[0]!;
      optimizer.update(p, Float64Array.of(3), slots, { ...settings, time: t });
      assert.ok(Math.abs(before - p[0]! - 0.1 / Math.sqrt(t)) < 1e-9);
    }
  });
  it("is what its kernel does", () => {
    assertKernelAgrees(adagrad({ epsilon: 0.0625, weightDecay: 0.125 }));
  });
});
