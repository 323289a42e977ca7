import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { charKind } from "../kinds/char.ts";
import { wordKind } from "../kinds/word.ts";
import { detokenize, detokenizer } from "./detokenize.ts";
import { cuts } from "../kinds/test_cutter.ts";

const wordwise = wordKind({ vocabulary: 100, lowercase: false });
const letterwise = charKind({ lowercase: false });

describe("detokenize", () => {
  for (
    const text of [
      "Call me Ishmael.",
      "“Don't!” cried he; it's 5%, (or so).",
      'He said "no" and "yes", then left...',
      "men--all of them—went and/or stayed",
      "$5 for 1,000.50 things?!",
      "我喜欢你。真的吗？",
      "the sailor's broad-shouldered friend",
      "¿Qué? [a note] {b}",
    ]
  ) {
    it(`gives back ${text}`, () => {
      assert.equal(detokenize(cuts(wordwise)(text).map(([token]) => token), wordwise), text);
    });
  }
  it("leaves out starts, and breaks the line between sentences", () => {
    const words = [
      "SENTENCE_START",
      "a",
      "￭.",
      "SENTENCE_END",
      "SENTENCE_START",
      "b",
      "UNKNOWN_TOKEN",
      "SENTENCE_END",
    ];
    assert.equal(detokenize(words, wordwise), "a.\nb UNKNOWN_TOKEN");
    assert.equal(detokenize(["SENTENCE_START", "A", " ", "b", "SENTENCE_END"], letterwise), "A b");
    assert.equal(detokenize(["A", "SENTENCE_END", "b", "\n"], letterwise), "A\nb\n");
    assert.equal(detokenize(["SENTENCE_END", "a", "SENTENCE_END"], wordwise), "a");
    assert.equal(detokenize([], wordwise), "");
  });
  it("writes each token as it comes", () => {
    const spell = detokenizer(wordwise);
    const words = [
      "He",
      "said",
      '"￭',
      "no",
      '￭"',
      "￭.",
      "SENTENCE_END",
      "SENTENCE_START",
      "Go",
      "￭!",
    ];
    assert.deepEqual(words.map(spell), ["He", " said", ' "', "no", '"', ".", "", "", "\nGo", "!"]);
  });
});
