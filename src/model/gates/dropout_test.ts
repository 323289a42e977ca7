import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { dropout } from "./dropout.ts";

const ones = new Float64Array(2000).fill(1);
const masked = (rowKey: number | undefined, salt = 0, rate = 0.25) =>
  dropout.forward([ones], [rate], { rowKey, salt });

describe("dropout", () => {
  it("keeps 1 − rate of the elements, divided by 1 − rate", () => {
    const y = masked(99);
    const kept = y.filter((yi) => yi !== 0);
    assert.ok(Math.abs(kept.length / y.length - 0.75) < 0.04, `kept ${kept.length}`);
    assert.ok(kept.every((yi) => yi === 1 / 0.75));
  });

  it("is nothing outside training and at rate 0", () => {
    assert.deepEqual(masked(undefined), ones);
    assert.deepEqual(masked(99, 0, 0), ones);
  });

  it("draws the same mask for the same key and place, and another for others", () => {
    assert.deepEqual(masked(99, 3), masked(99, 3));
    assert.notDeepEqual(masked(99, 3), masked(99, 4));
    assert.notDeepEqual(masked(99, 3), masked(98, 3));
  });

  it("drops the gradient where it dropped the element", () => {
    const [dx] = dropout.backward(ones, [ones], ones, [0.25], { rowKey: 99, salt: 3 });
    assert.deepEqual(dx, masked(99, 3));
  });
});
