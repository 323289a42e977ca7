import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { longestFirst } from "./longest_first.ts";

describe("longestFirst", () => {
  it("puts longer ones first and keeps the order of equal ones", () => {
    assert.deepEqual([...longestFirst(Int32Array.of(2, 7, 2, 9, 7, 1))], [3, 1, 4, 0, 2, 5]);
  });
});
