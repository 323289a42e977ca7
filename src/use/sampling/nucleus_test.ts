import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { nucleus } from "./nucleus.ts";

describe("nucleus", () => {
  const weights = Float64Array.of(4, 2, 1, 1);
  it("is the shortest start that holds the share", () => {
    assert.deepEqual([0.5, 0.51, 0.75, 0.8, 1].map((p) => nucleus(weights, p)), [1, 2, 2, 3, 4]);
  });
  it("holds at least one", () => assert.equal(nucleus(weights, 1e-300), 1));
});
