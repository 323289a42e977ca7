import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { erf, logNormalDensity, normalMass } from "./normal.ts";

describe("erf", () => {
  // Abramowitz and Stegun, table 7.1, and the asymptotic end.
  const table = [
    [0, 0],
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [1.5, 0.9661051465],
    [2, 0.995322265],
    [3, 0.9999779095],
    [10, 1],
  ] as const;
  for (const [x, expected] of table) {
    it(`of ±${x} is ±${expected}`, () => {
      assert(Math.abs(erf(x) - expected) < 1e-10);
      assert(Math.abs(erf(-x) + expected) < 1e-10);
    });
  }
});

describe("normalMass", () => {
  it("is that of one, two and three standard deviations", () => {
    for (const [z, mass] of [[1, 0.682689492], [2, 0.954499736], [3, 0.997300204]] as const) {
      assert(Math.abs(normalMass(-z, z) - mass) < 1e-9);
    }
  });

  it("is the sum of the density", () => {
    let sum = 0;
    for (let i = 0; i < 3000; i++) sum += Math.exp(logNormalDensity(-1 + (i + 0.5) / 1000)) / 1000;
    assert(Math.abs(sum - normalMass(-1, 2)) < 1e-6);
  });
});
