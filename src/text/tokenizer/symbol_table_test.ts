import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { type Emit, symbolTable } from "./symbol_table.ts";

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe("symbolTable", () => {
  const collect = (read: (emit: Emit) => void) => {
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
  it("shares the characters of a sentence out among its words, white space before and all", () => {
    const widths = (sentence: string) => {
      const found: number[] = [];
      symbolTable(true).words(sentence, (_, characters) => found.push(characters));
      return found;
    };
    assert.deepEqual(widths("He didn't, \u{1f600} go."), [2, 4, 3, 1, 2, 3, 1]);
    assert.deepEqual(widths("\0\0a b\0"), [3, 3]);
    assert.deepEqual(widths("İ İs"), [1, 3]); // two code points in lower case
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      const found = widths(text);
      if (found.length > 0) assert.equal(sum(found), Array.from(text).length);
    }));
  });
  it("tells capitals apart unless it lowercases", () => {
    const table = symbolTable(false);
    assert.deepEqual(collect((emit) => table.words("The the", emit)), [3, 4]);
  });
  it("refuses a text of nothing but new words", () => {
    const table = symbolTable(true, 3);
    collect((emit) => table.words("a b c a b c", emit));
    assert.throws(() => collect((emit) => table.words("a d", emit)), {
      _tag: "TooManyWords",
      message: /^corpus: The text has more than 3 different words; /,
    });
  });
  it("numbers code points", () => {
    const table = symbolTable(true);
    assert.deepEqual(collect((emit) => table.characters("aA\u{1f600}İ", emit)), [3, 3, 4, 5, 6]);
    assert.deepEqual(table.symbols.slice(3), ["a", "\u{1f600}", "i", "\u0307"]);
  });
});
