import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { adam } from "./adam.ts";

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
  it("hands the kernel its numbers", () => {
    const numbers = adam({ ...config, beta1: 0.5, beta2: 0.75, weightDecay: 0.1 })
      .kernelSettings({ ...settings, time: 2 });
    const expected = [0.01, 1, Infinity, 0.1, 0.5, 0.75, 1e-8, 0.75, Math.sqrt(0.4375), 0.5, 0.25];
    assert.deepEqual(numbers, expected);
  });
});
