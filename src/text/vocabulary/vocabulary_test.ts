import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { buildVocabulary } from "./vocabulary.ts";

const both = { start: true, end: true };

describe("buildVocabulary", () => {
  const words = ["sea", "whale", "\u{1f600}", "\uff5e", "ship", "never"];
  const counts = [3, 7, 3, 3, 3, 0];
  it("ranks by frequency, then by code points, after the special tokens", () => {
    assert.deepEqual(buildVocabulary(words, counts, undefined, both).words, [
      "SENTENCE_START",
      "SENTENCE_END",
      "UNKNOWN_TOKEN",
      "whale",
      "sea",
      "ship",
      "\uff5e",
      "\u{1f600}",
    ]);
  });
  it("keeps as many as the limit says, the special tokens among them", () => {
    assert.equal(buildVocabulary(words, counts, 5, both).words.length, 5);
    assert.deepEqual(buildVocabulary(words, counts, 2, { start: false, end: false }).words, [
      "UNKNOWN_TOKEN",
      "whale",
    ]);
  });
  it("knows its special tokens by id", () => {
    const { start, end, unknown, ids } = buildVocabulary(words, counts, 5, {
      start: false,
      end: true,
    });
    assert.deepEqual([start, end, unknown, ids.get("whale")], [undefined, 0, 1, 2]);
  });
});
