import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { documentSplitter, lineSplitter } from "./line_splitter.ts";
import { longestSentence, type SentenceSplitter } from "./sentence_splitter.ts";

/** What a splitter makes of a document, and what is in memory the longest. */
const inPieces = (splitter: SentenceSplitter, pieces: readonly string[]): string[] => [
  ...pieces.flatMap((piece) => splitter.push(piece)),
  ...splitter.end(),
];

const text = fc.string({ unit: fc.constantFrom("a", "é.", "\n", "\r", " ", "\u{1f600}") });

describe("lineSplitter", () => {
  it("gives each line, empty ones too, with single spaces", () => {
    const lines = inPieces(lineSplitter(), ["One.  Two. \r\n\n", "three\r", "\nfour\rfive\n"]);
    assert.deepEqual(lines, ["One. Two.", "", "three", "four", "five"]);
  });
  it("takes an empty document as one empty line, as it was one of a file", () => {
    const splitter = lineSplitter();
    assert.deepEqual(splitter.end(""), [""]);
    assert.deepEqual(splitter.end("\n"), [""]);
    assert.deepEqual(splitter.end("a\n"), ["a"]);
    assert.deepEqual(splitter.end(), [""]);
  });
  it("gives the same lines however the text is cut", () => {
    fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (pieces) => {
      const whole = pieces.join("");
      const lines = whole.split(/\r\n|\n|\r/);
      if (lines.at(-1) === "" && whole !== "") lines.pop();
      const expected = lines.map((line) => line.replace(/\s+/gu, " ").trim());
      assert.deepEqual(inPieces(lineSplitter(), pieces), expected);
    }));
  });
});

describe("documentSplitter", () => {
  it("gives each document as one sentence", () => {
    const splitter = documentSplitter();
    assert.deepEqual(splitter.push("One. Two.\n\n"), []);
    assert.deepEqual(splitter.end("Three!"), ["One. Two. Three!"]);
    assert.deepEqual(splitter.end("Four"), ["Four"]);
  });
  it("cuts a document without end before it is whole, the same however it comes", () => {
    const word = "\u{1f600} words\n";
    const splitter = documentSplitter();
    const whole = splitter.end(word.repeat(40_000));
    assert.ok(whole.length > 3);
    assert.ok(whole.every((part) => part.length <= longestSentence && part.isWellFormed()));
    const pieces = Array.from({ length: 400 }, () => word.repeat(100));
    assert.equal(splitter.push(pieces[0]!.repeat(200)).length, 1);
    splitter.end();
    assert.deepEqual(inPieces(splitter, pieces), whole);
  });
});
