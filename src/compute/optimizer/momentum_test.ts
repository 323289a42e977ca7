import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { momentum } from "./momentum.ts";
import { assertKernelAgrees } from "./test_kernel.ts";

const settings = { learningRate: 1, gradientScale: 1, gradientLimit: Infinity, time: 1 };
/** The parameter, from 0, after each gradient. */
const path = (nesterov: boolean, gradients: readonly number[]): number[] => {
  const optimizer = momentum({ momentum: 0.5, nesterov, weightDecay: 0 });
  const p = Float64Array.of(0), slots = [Float64Array.of(0)];
  return gradients.map((g, i) => {
    optimizer.update(p, Float64Array.of(g), slots, { ...settings, time: i + 1 });
    return p[0]!;
  });
};

describe("momentum", () => {
  it("keeps going in the old direction", () => {
    assert.deepEqual(path(false, [4, 0, 0]), [-4, -6, -7]);
  });
  it("looks ahead with Nesterov", () => {
    assert.deepEqual(path(true, [4, 0, 0]), [-6, -7, -7.5]);
  });
  it("keeps the learning rate out of its slot", () => {
    const optimizer = momentum({ momentum: 0.5, nesterov: false, weightDecay: 0.5 });
    const p = Float64Array.of(2), slot = Float64Array.of(8);
    optimizer.update(p, Float64Array.of(1), [slot], { ...settings, learningRate: 0.1 });
    assert.deepEqual([...slot], [0.5 * 8 + 1 + 0.5 * 2]);
  });
  it("is what its kernel does, with Nesterov and without", () => {
    for (const nesterov of [false, true]) {
      assertKernelAgrees(momentum({ momentum: 0.5, nesterov, weightDecay: 0.125 }));
    }
  });
});
