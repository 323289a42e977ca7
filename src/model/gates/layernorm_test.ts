import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { layernorm, layernormEpsilon } from "./layernorm.ts";

const context = { rowKey: undefined, salt: 0 };
const normalize = (...x: number[]) =>
  layernorm.forward([Float64Array.from(x)], [layernormEpsilon], context);

describe("layernorm", () => {
  it("gives mean 0 and variance v / (v + ε)", () => {
    const y = normalize(1, 2, 6);
    const variance = 14 / 3;
    assert.ok(Math.abs(y.reduce((a, b) => a + b)) < 1e-14);
    const squares = y.reduce((sum, yi) => sum + yi * yi, 0) / 3;
    assert.ok(Math.abs(squares - variance / (variance + layernormEpsilon)) < 1e-14);
  });

  it("gives zeros for equal elements", () => {
    assert.deepEqual([...normalize(3, 3)], [0, 0]);
  });
});
