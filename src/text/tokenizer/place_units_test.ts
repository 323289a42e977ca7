import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { placeUnits } from "./place_units.ts";
import { units } from "./test_units.ts";

describe("placeUnits", () => {
  const text = {
    ...units([[3, 3, 3, 1], [4, 1], [4, 4, 1], [3, 1]], [-1, -1, -1, -1]),
    symbols: [],
    documents: 1,
    sentences: 4,
    dropped: 0,
  };
  it("cuts a stream where the shares say", () => {
    const placed = placeUnits(text, true, { valid: 0.25, test: 0.1 });
    assert.deepEqual([...placed.ends], [7, 10, 11]);
    assert.deepEqual([...placed.parts], [0, 1, 2]);
    assert.deepEqual(placed.characters, text.characters);
    assert.deepEqual(placed.bytes, text.bytes);
  });
  it("cuts words between sentences only", () => {
    assert.deepEqual([...placeUnits(text, false, { valid: 0.45, test: 0.1 }).parts], [0, 0, 1, 1]);
    assert.deepEqual([...placeUnits(text, false, { valid: 0.2, test: 0.2 }).parts], [0, 0, 0, 2]);
    assert.deepEqual([...placeUnits(text, false, { valid: 0, test: 0 }).parts], [0, 0, 0, 0]);
  });
});
