import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { centralDifferences, gradientError } from "./central_differences.ts";

describe("centralDifferences", () => {
  it("differentiates by each element and leaves the values as they were", () => {
    const x = Float64Array.of(0.3, -1.2);
    const numeric = centralDifferences(() => Math.sin(x[0]!) * x[1]! ** 2, x);
    const exact = [Math.cos(0.3) * 1.44, Math.sin(0.3) * 2 * -1.2];
    assert.ok(gradientError(exact, numeric).error < 1e-10);
    assert.deepEqual([...x], [0.3, -1.2]);
  });
});

describe("gradientError", () => {
  it("is relative to the element, but not below a thousandth of the largest", () => {
    assert.deepEqual(gradientError([1, 4], [1, 2]), { error: 0.5, element: 1 });
    assert.equal(gradientError([128, 1 / 16], [125, 0]).error, 0.5);
  });

  it("sees a wrong sign, and NaN", () => {
    assert.equal(gradientError([1, -1], [1, 1]).error, 2);
    assert.deepEqual(gradientError([1, NaN], [1, 1]), { error: Infinity, element: 1 });
  });
});
