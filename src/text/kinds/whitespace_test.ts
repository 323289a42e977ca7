import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { anyCharacter } from "../corpus/test_chunks.ts";
import { cuts } from "./test_cutter.ts";
import { utf8Length } from "./utf8_length.ts";
import { whitespaceKind } from "./whitespace.ts";

const kind = whitespaceKind({ lowercase: false, unknown: "<unk>", end: "line" });
const spelled = (tokens: readonly string[], { speller } = kind): string => {
  const spell = speller();
  return tokens.map((token, at) => spell(token, at === 0)).join("");
};

describe("whitespaceKind", () => {
  it("takes words as they stand, the corpus's own unknown token as the unknown one", () => {
    const cut = cuts(kind);
    assert.deepEqual(cut(" n't <unk>  @-@ \u00e9"), [
      ["n't", 4, 4],
      ["UNKNOWN_TOKEN", 6, 6],
      ["@-@", 5, 5],
      ["\u00e9", 2, 3],
    ]);
    assert.deepEqual(cut(""), []);
    const other = cuts(whitespaceKind({ lowercase: true, end: "line" }));
    assert.deepEqual(other("A <unk>").map(([token]) => token), ["a", "<unk>"]);
  });
  it("gives any text back with single spaces, words that look like special tokens too", () => {
    const cut = cuts(kind);
    const word = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.constantFrom("SENTENCE_END", "UNKNOWN_TOKEN", "\\SENTENCE_START", "\\\\", "<unk>"),
    );
    fc.assert(fc.property(fc.array(word), (words) => {
      const text = words.join(" ");
      const found = cut(text);
      assert.equal(spelled(found.map(([token]) => token)), text.trim().replace(/\s+/gu, " "));
      assert(!found.some(([token]) => /^SENTENCE_/.test(token)));
      if (found.length === 0) return;
      assert.equal(found.reduce((sum, [, , bytes]) => sum + bytes, 0), utf8Length(text));
    }));
  });
  it("reads a stream the same however it is cut into pieces", () => {
    const { cutter, isStream } = whitespaceKind({ lowercase: false, end: "none" });
    assert.equal(isStream, true);
    const text = " ab c\n\n de f ";
    for (let first = 0; first <= text.length; first++) {
      const found: string[] = [];
      const symbols: string[] = [];
      const cut = cutter((symbol) => symbols.push(symbol) - 1);
      const emit = (symbol: number) => found.push(symbols[symbol]!);
      cut.cut(text.slice(0, first), emit);
      cut.cut(text.slice(first), emit);
      cut.end(emit);
      assert.deepEqual(found, ["ab", "c", "de", "f"], String(first));
    }
  });
});
