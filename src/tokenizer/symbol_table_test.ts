import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { symbolTable } from "./symbol_table.ts";

describe("symbolTable", () => {
  const collect = (read: (emit: (symbol: number) => void) => void) => {
    const found: number[] = [];
    read((symbol) => found.push(symbol));
    return found;
  };
  it("numbers words in the order in which they are first seen, after the special tokens", () => {
    const table = symbolTable(true);
    assert.deepEqual(collect((emit) => table.words("The sea, the SEA.", emit)), [3, 4, 5, 3, 4, 6]);
    assert.deepEqual(collect((emit) => table.words("Don't, do. DON'T", emit)), [
      7,
      8,
      5,
      7,
      6,
      7,
      8,
    ]);
    assert.deepEqual(table.symbols.slice(3), ["the", "sea", ",", ".", "do", "n't"]);
  });
  it("tells capitals apart unless it lowercases", () => {
    const table = symbolTable(false);
    assert.deepEqual(collect((emit) => table.words("The the", emit)), [3, 4]);
  });
  it("refuses a text of nothing but new words", () => {
    const table = symbolTable(true, 3);
    collect((emit) => table.words("a b c a b c", emit));
    assert.throws(() => collect((emit) => table.words("a d", emit)), {
      _tag: "InputError",
      message: /^corpus: The text has more than 3 different words; /,
    });
  });
  it("numbers code points", () => {
    const table = symbolTable(true);
    assert.deepEqual(collect((emit) => table.characters("aA\u{1f600}İ", emit)), [3, 3, 4, 5, 6]);
    assert.deepEqual(table.symbols.slice(3), ["a", "\u{1f600}", "i", "\u0307"]);
  });
});
