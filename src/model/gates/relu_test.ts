import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import { relu } from "./relu.ts";

it("relu has its kink at 0: the element nearest to it counts", () => {
  const distance = (...values: number[]) => relu.kinks!([Float64Array.from(values)]);
  assert.equal(distance(3, -0.5, 2), 0.5);
  assert.equal(distance(-1, 0), 0);
});
