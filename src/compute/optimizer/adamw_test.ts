import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { adam } from "./adam.ts";
import { adamw } from "./adamw.ts";
import { assertKernelAgrees } from "./test_kernel.ts";

const config = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.5 };
const settings = { learningRate: 0.1, gradientScale: 1, gradientLimit: Infinity, time: 1 };

describe("adamw", () => {
  it("shrinks the parameter and then steps as Adam without decay", () => {
    const slots = () => [Float64Array.of(0), Float64Array.of(0)];
    const decayed = Float64Array.of(2), plain = Float64Array.of(2 * (1 - 0.1 * 0.5));
    adamw(config).update(decayed, Float64Array.of(3), slots(), settings);
    adam({ ...config, weightDecay: 0 }).update(plain, Float64Array.of(3), slots(), settings);
    assert.deepEqual(decayed, plain);
  });
  it("keeps decay out of the moments", () => {
    const slots = [Float64Array.of(0), Float64Array.of(0)];
    adamw(config).update(Float64Array.of(2), Float64Array.of(0), slots, settings);
    assert.deepEqual(slots, [Float64Array.of(0), Float64Array.of(0)]);
  });
  it("moves by the formula", () => {
    const p = Float64Array.of(1), m = Float64Array.of(0), v = Float64Array.of(0);
    const optimizer = adamw({ beta1: 0.5, beta2: 0.75, epsilon: 0.5, weightDecay: 0.25 });
    const move = (gradient: number, time: number) =>
      optimizer.update(p, Float64Array.of(gradient), [m, v], {
        ...settings,
        learningRate: 0.1,
        time,
      });
    move(2, 1);
    assert.deepEqual([m[0], v[0]], [1, 1]);
    const first = 1 - 0.1 * 0.25 - 0.1 / 0.5 * 1 / (1 / 0.5 + 0.5);
    assert.ok(Math.abs(p[0]! - first) < 1e-15);
    move(4, 2);
    assert.deepEqual([m[0], v[0]], [2.5, 4.75]);
    const step = 0.1 / 0.75 * 2.5 / (Math.sqrt(4.75) / Math.sqrt(0.4375) + 0.5);
    assert.ok(Math.abs(p[0]! - (first * (1 - 0.1 * 0.25) - step)) < 1e-15);
  });
  it("is what its kernel does", () => {
    assertKernelAgrees(adamw({ beta1: 0.5, beta2: 0.75, epsilon: 0.0625, weightDecay: 0.125 }));
  });
});
