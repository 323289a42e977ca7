import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { adam } from "./adam.ts";
import { assertKernelAgrees } from "./test_kernel.ts";

const config = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
const settings = { learningRate: 0.01, gradientScale: 1, gradientLimit: Infinity, time: 1 };

describe("adam", () => {
  it("steps by the learning rate at first, whatever the gradient's size", () => {
    const p = Float64Array.of(0, 0, 0);
    const slots = [new Float64Array(3), new Float64Array(3)];
    adam(config).update(p, Float64Array.of(1e-3, -5, 1e6), slots, settings);
    const expected = [-0.01, 0.01, -0.01];
    p.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-6));
  });
  it("keeps doing so along an even gradient, by its corrections of the moments", () => {
    const p = Float64Array.of(0), slots = [new Float64Array(1), new Float64Array(1)];
    for (let time = 1; time <= 50; time++) {
      adam(config).update(p, Float64Array.of(2), slots, { ...settings, time });
    }
    assert.ok(Math.abs(p[0]! + 0.5) < 1e-6);
  });
  it("moves by the formula", () => {
    const p = Float64Array.of(1), m = Float64Array.of(0), v = Float64Array.of(0);
    const optimizer = adam({ beta1: 0.5, beta2: 0.75, epsilon: 0.5, weightDecay: 0 });
    const move = (gradient: number, time: number) =>
      optimizer.update(p, Float64Array.of(gradient), [m, v], {
        ...settings,
        learningRate: 0.1,
        time,
      });
    move(2, 1);
    assert.deepEqual([m[0], v[0]], [1, 1]);
    assert.ok(Math.abs(p[0]! - (1 - 0.1 / 0.5 * 1 / (1 / 0.5 + 0.5))) < 1e-15);
    move(4, 2);
    assert.deepEqual([m[0], v[0]], [2.5, 4.75]);
    const step = 0.1 / 0.75 * 2.5 / (Math.sqrt(4.75) / Math.sqrt(0.4375) + 0.5);
    assert.ok(Math.abs(p[0]! - (0.92 - step)) < 1e-15);
  });
  it("is what its kernel does", () => {
    assertKernelAgrees(adam({ beta1: 0.5, beta2: 0.75, epsilon: 0.0625, weightDecay: 0.125 }));
  });
});
