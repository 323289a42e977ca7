import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { lookup } from "./lookup.ts";
import { multiply } from "./multiply.ts";

describe("lookup", () => {
  const W = Float64Array.of(1, 2, 3, 4, 5, 6);
  const oneHot = Float64Array.of(0, 0, 1);

  it("is the product with a one-hot vector", () => {
    assert.deepEqual(lookup.forward(W, 3, 2), multiply.forward(W, oneHot));
  });

  it("adds the product's gradient to dW", () => {
    const [dz, dW, expected] = [Float64Array.of(7, 8), new Float64Array(6), new Float64Array(6)];
    multiply.backward(dz, W, oneHot, expected);
    lookup.backward(dz, 3, 2, dW);
    lookup.backward(dz, 3, 2, dW);
    assert.deepEqual(dW, expected.map((d) => 2 * d));
  });
});
