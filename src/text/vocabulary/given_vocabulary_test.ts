import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { withGiven, wordsHash } from "./given_vocabulary.ts";
import { vocabularyOf } from "./vocabulary.ts";

describe("withGiven", () => {
  const own = vocabularyOf(["SENTENCE_END", "UNKNOWN_TOKEN", "whale", "sea", "ship"]);
  const given = { words: ["UNKNOWN_TOKEN", "sea", "road"], isPrivate: false };

  it("keeps the given ids, and adds what else the corpus knows in its order", () => {
    const { words, end, unknown } = withGiven(own, { ...given, isWhole: false });
    assert.deepEqual(words, [...given.words, "SENTENCE_END", "whale", "ship"]);
    assert.deepEqual([end, unknown], [3, 0]);
  });

  it("is the given one where it is whole", () => {
    const { words, end } = withGiven(own, { ...given, isWhole: true });
    assert.deepEqual([words, end], [given.words, undefined]);
  });
});

describe("wordsHash", () => {
  it("tells words, their order and their borders", () => {
    const hashes = [["a", "b"], ["b", "a"], ["ab"], ["a b"], ['a","b']].map((words) =>
      wordsHash({ words })
    );
    assert.equal(new Set(hashes).size, hashes.length);
  });
});
