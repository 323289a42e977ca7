import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { detokenize, detokenizer } from "./detokenize.ts";
import { splitWords } from "./words.ts";

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
      assert.equal(detokenize(splitWords(text, false), "word"), text);
    });
  }
  it("leaves out starts, and breaks the line between sentences", () => {
    const words = [
      "SENTENCE_START",
      "a",
      ".",
      "SENTENCE_END",
      "SENTENCE_START",
      "b",
      "UNKNOWN_TOKEN",
      "SENTENCE_END",
    ];
    assert.equal(detokenize(words, "word"), "a.\nb UNKNOWN_TOKEN");
    assert.equal(detokenize(["SENTENCE_START", "A", " ", "b", "SENTENCE_END"], "char"), "A b");
    assert.equal(detokenize(["A", "SENTENCE_END", "b", "\n"], "char"), "A\nb\n");
    assert.equal(detokenize(["SENTENCE_END", "a", "SENTENCE_END"], "word"), "a");
    assert.equal(detokenize([], "word"), "");
  });
  it("writes each token as it comes", () => {
    const spell = detokenizer("word");
    const words = ["He", "said", '"', "no", '"', ".", "SENTENCE_END", "SENTENCE_START", "Go", "!"];
    assert.deepEqual(words.map(spell), ["He", " said", ' "', "no", '"', ".", "", "", "\nGo", "!"]);
  });
});
