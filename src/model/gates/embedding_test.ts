import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { embedding } from "./embedding.ts";

describe("embedding", () => {
  it("gives a copy of the token's row", () => {
    const table = Float64Array.of(1, 2, 3, 4, 5, 6);
    const row = embedding.forward(table, 2, 1);
    assert.deepEqual([...row], [3, 4]);
    row.fill(0);
    assert.equal(table[2], 3);
  });

  it("adds the gradient to the token's row", () => {
    const dTable = new Float64Array(6).fill(1);
    embedding.backward(Float64Array.of(2, 3), 2, 2, dTable);
    assert.deepEqual([...dTable], [1, 1, 1, 1, 3, 4]);
  });
});
