import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { Document, PartName } from "../corpus/document.ts";
import type { Layout } from "./layout.ts";
import type { TokenizerConfig } from "./schema.ts";
import { textCollector } from "./text_collector.ts";

const word: TokenizerConfig = { kind: "word", vocabulary: 100, lowercase: true };
const char: TokenizerConfig = { kind: "char", lowercase: false };

/** A text, its part, and whether the next is more of the same document. */
type Piece = readonly [text: string, part?: PartName | undefined, continues?: boolean];

function collect(tokenizer: TokenizerConfig, layout: Layout["kind"], pieces: readonly Piece[]) {
  const collector = textCollector(tokenizer, layout, undefined);
  for (const [text, part, continues = false] of pieces) {
    const document: Document = { text, file: "f", line: 1, continues, part };
    collector.add(document);
  }
  const text = collector.finish();
  const units: string[] = [];
  let start = 0;
  for (const end of text.ends) {
    units.push(Array.from(text.tokens.subarray(start, end), (s) => text.symbols[s]).join("|"));
    start = end;
  }
  return { ...text, units };
}

describe("textCollector", () => {
  it("keeps the words of sentences, which never cross documents", () => {
    const text = collect(word, "sentences", [["The sea. The"], ["Whale sank"]]);
    assert.deepEqual(text.units, ["the|sea|.", "the", "whale|sank"]);
    assert.deepEqual([...text.parts], [0, 0, 0]);
    assert.deepEqual([...text.characters], [9, 4, 11]);
    assert.equal(text.documents, 2);
  });
  it("joins the pieces of one document", () => {
    const text = collect(word, "sentences", [["The wh", undefined, true], ["ale sank. It"]]);
    assert.deepEqual(text.units, ["the|whale|sank|.", "it"]);
    assert.equal(text.documents, 1);
  });
  it("leaves out sentences of signs alone, and counts them", () => {
    const text = collect(word, "sentences", [["* * *\n\nYes. ... !"]]);
    assert.deepEqual(text.units, ["yes|."]);
    assert.deepEqual([text.sentences, text.dropped], [1, 3]);
  });
  it("keeps the characters of sentences, white space as one space", () => {
    const text = collect(char, "sentences", [["A\n b.\n\n\u{1f600}é"]]);
    assert.deepEqual(text.units, ["A| |b|.", "\u{1f600}|é"]);
    assert.deepEqual([...text.characters], [5, 3]);
  });
  it("closes each sentence of a stream of words", () => {
    const text = collect(word, "contiguous", [["Go on. Now", "train"], ["Ho", "valid"]]);
    assert.deepEqual(text.units, ["go|on|.|SENTENCE_END", "now|SENTENCE_END", "ho|SENTENCE_END"]);
    assert.deepEqual([...text.parts], [0, 0, 1]);
  });
  it("joins documents of characters by a line break, within a part only", () => {
    const text = collect(char, "contiguous", [
      ["a\r\n", "train", true],
      [" b", "train"],
      ["c", "train"],
      ["d", "valid"],
    ]);
    assert.deepEqual(text.units, ["a|\r|\n", " |b", "\n", "c", "d"]);
    assert.deepEqual([...text.parts], [0, 0, 0, 0, 1]);
  });
  it("leaves the part of a stream open where none is given", () => {
    assert.deepEqual([...collect(char, "contiguous", [["ab"]]).parts], [-1]);
  });
  it("lowercases characters one by one, so that pieces do not matter", () => {
    const lower: TokenizerConfig = { kind: "char", lowercase: true };
    const whole = collect(lower, "contiguous", [["ΣΑΣ İ"]]);
    const pieces = collect(lower, "contiguous", [["ΣΑ", undefined, true], ["Σ İ"]]);
    assert.deepEqual(whole.tokens, pieces.tokens);
    assert.deepEqual(whole.units, ["σ|α|σ| |i|\u0307"]);
  });
});
