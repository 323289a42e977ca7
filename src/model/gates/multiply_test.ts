import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { centralDifferences, gradientError } from "../user_gates/central_differences.ts";
import { multiply } from "./multiply.ts";

describe("multiply", () => {
  const W = Float64Array.of(1, 2, 3, 4, 5, 6);
  const x = Float64Array.of(1, -1, 2);
  const dz = Float64Array.of(0.5, -2);

  it("multiplies a 2 × 3 matrix with a vector", () => {
    assert.deepEqual([...multiply.forward(W, x)], [5, 11]);
  });

  it("gives dx, and adds dz ⊗ x to dW", () => {
    const dW = new Float64Array(6).fill(10);
    assert.deepEqual([...multiply.backward(dz, W, x, dW)], [-7.5, -9, -10.5]);
    assert.deepEqual([...dW], [10.5, 9.5, 11, 8, 12, 6]);
  });

  it("agrees with central differences", () => {
    const f = () => multiply.forward(W, x).reduce((sum, z, i) => sum + z * dz[i]!, 0);
    const dW = new Float64Array(6);
    const dx = multiply.backward(dz, W, x, dW);
    assert.ok(gradientError(dx, centralDifferences(f, x)).error <= 1e-6);
    assert.ok(gradientError(dW, centralDifferences(f, W)).error <= 1e-6);
  });
});
