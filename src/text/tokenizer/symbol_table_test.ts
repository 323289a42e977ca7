import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { symbolTable } from "./symbol_table.ts";

describe("symbolTable", () => {
  it("numbers symbols in the order in which they are first seen, after the special ones", () => {
    const { symbols, numberOf } = symbolTable();
    assert.deepEqual(["the", "sea", "the", "SENTENCE_END"].map(numberOf), [3, 4, 3, 1]);
    assert.deepEqual(symbols.slice(0, 5), [
      "SENTENCE_START",
      "SENTENCE_END",
      "UNKNOWN_TOKEN",
      "the",
      "sea",
    ]);
  });
});
