import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { adam } from "./adam.ts";
import { adamw } from "./adamw.ts";

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
  it("hands the kernel the same numbers as Adam", () => {
    assert.deepEqual(
      adamw(config).kernelSettings(settings),
      adam(config).kernelSettings(settings),
    );
  });
});
