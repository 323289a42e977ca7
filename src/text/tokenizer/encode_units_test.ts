import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { countSymbols, encodeUnits } from "./encode_units.ts";
import { units } from "./test_units.ts";
import { buildVocabulary } from "../vocabulary/vocabulary.ts";

describe("countSymbols", () => {
  it("counts the training part's words", () => {
    const text = units([[3, 5, 1], [4, 3, 1], [3, 1]], [0, 1, 0]);
    assert.deepEqual([...countSymbols(text, 6)], [0, 0, 0, 2, 0, 1]);
  });
});

describe("encodeUnits", () => {
  const symbols = ["SENTENCE_START", "SENTENCE_END", "UNKNOWN_TOKEN", "a", "b", "c"];
  const vocabulary = buildVocabulary(["c", "a"], [2, 1], undefined, { start: false, end: true });
  const text = units([[3, 5, 1], [4, 1]], [0, 1]);
  it("gives words outside the vocabulary the unknown token's id", () => {
    const encoded = encodeUnits(text, symbols, vocabulary, {});
    assert.deepEqual(encoded, { ...text, tokens: Int32Array.of(3, 2, 0, 1, 0) });
  });
  it("puts the tokens of a symbol in its place, each with its own counts", () => {
    const encoder = () => (symbol: string) => {
      const first = { id: symbol.charCodeAt(0), characters: 1, bytes: 2 };
      return symbol === "b" ? [] : [first, { id: 7, characters: 0, bytes: 1 }];
    };
    const encoded = encodeUnits(text, symbols, vocabulary, { encoder });
    assert.deepEqual([...encoded.tokens], [97, 7, 99, 7, 0, 0]);
    assert.deepEqual([...encoded.characters], [1, 0, 1, 0, 1, 1]);
    assert.deepEqual([...encoded.bytes], [2, 1, 2, 1, 1, 1]);
    assert.deepEqual([...encoded.ends], [5, 6]);
    assert.deepEqual(encoded.parts, text.parts);
  });
});
