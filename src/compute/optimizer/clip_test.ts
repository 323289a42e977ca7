import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { clipped, clipScale, clipSettings, gradientNorm } from "./clip.ts";

describe("gradientNorm", () => {
  it("is over all parameters together", () => {
    assert.equal(gradientNorm([Float64Array.of(2, 3), Float64Array.of(), Float64Array.of(6)]), 7);
  });
  it("is 0 without parameters and NaN with a NaN", () => {
    assert.equal(gradientNorm([]), 0);
    assert.ok(Number.isNaN(gradientNorm([Float64Array.of(1, NaN)])));
  });
});

describe("clipScale", () => {
  it("never enlarges", () => assert.equal(clipScale(0.5, 1), 1));
  it("brings a larger norm down to the limit", () => {
    assert.equal(clipScale(10, 1), 1 / (10 + 1e-6));
  });
  it("keeps a zero gradient as it is", () => assert.equal(clipScale(0, 1), 1));
  it("lets NaN through", () => assert.ok(Number.isNaN(clipScale(NaN, 1))));
});

describe("clipSettings and clipped", () => {
  const settings = (clip: Parameters<typeof clipSettings>[0], norm: number) => ({
    learningRate: 1,
    time: 1,
    ...clipSettings(clip, norm),
  });
  it("leave a gradient as it is with none", () => {
    assert.equal(clipped(1e30, settings("none", 1e30)), 1e30);
  });
  it("scale by norm", () => {
    assert.ok(Math.abs(clipped(6, settings({ norm: 5 }, 10)) - 3) < 1e-6);
  });
  it("bound by value on both sides", () => {
    const by = settings({ value: 2 }, 100);
    assert.deepEqual([-3, -2, 1, 3].map((g) => clipped(g, by)), [-2, -2, 1, 2]);
  });
  it("keep NaN, so that a diverged run is seen", () => {
    assert.ok(Number.isNaN(clipped(NaN, settings({ value: 2 }, NaN))));
  });
});
