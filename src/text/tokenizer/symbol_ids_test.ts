import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { countSymbols, symbolIds } from "./symbol_ids.ts";
import { units } from "./test_units.ts";
import { buildVocabulary } from "./vocabulary.ts";

describe("countSymbols", () => {
  it("counts the training part's words", () => {
    const text = units([[3, 5, 1], [4, 3, 1], [3, 1]], [0, 1, 0]);
    assert.deepEqual([...countSymbols(text, 6)], [0, 0, 0, 2, 0, 1]);
  });
});

describe("symbolIds", () => {
  it("gives words outside the vocabulary the unknown token's id", () => {
    const symbols = ["SENTENCE_START", "SENTENCE_END", "UNKNOWN_TOKEN", "a", "b", "c"];
    const vocabulary = buildVocabulary(["c", "a"], [2, 1], undefined, { start: false, end: true });
    assert.deepEqual([...symbolIds(symbols, vocabulary)].slice(1), [0, 1, 3, 1, 2]);
  });
});
