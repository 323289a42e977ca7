import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import type { Document } from "../corpus/document.ts";
import type { SentenceRules } from "../sources/schema.ts";
import type { PartName } from "../sources/part_name.ts";
import type { Layout } from "./layout.ts";
import type { TokenizerConfig } from "./schema.ts";
import type { PreparationVersion } from "./preparation.ts";
import { textCollector } from "./text_collector.ts";

const word: TokenizerConfig = { kind: "word", vocabulary: 100, lowercase: true };
const char: TokenizerConfig = { kind: "char", lowercase: false };

/** A text, its part, and whether the next is more of the same document. */
type Piece = readonly [text: string, part?: PartName | undefined, continues?: boolean];

function collect(
  tokenizer: TokenizerConfig,
  kind: Layout["kind"],
  pieces: readonly Piece[],
  version: PreparationVersion = 2,
  sentences?: SentenceRules,
) {
  const layout = { kind, size: 1, maxLength: "none" } as const;
  const collector = textCollector({ sentences, tokenizer, layout, version }, undefined);
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
    assert.deepEqual([...text.characters], [3, 4, 1, 3, 5, 5]);
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
  it("takes what corpus.sentences says for a sentence, signs alone never", () => {
    const pieces: Piece[] = [["Go on. N", undefined, true], ["ow\r\n\n***\rthen"], ["It. Is"]];
    const unitsBy = (sentences?: SentenceRules) =>
      collect(char, "sentences", pieces, 3, sentences).units.map((unit) =>
        unit.replaceAll("|", "")
      );
    assert.deepEqual(unitsBy(), ["Go on.", "Now", "*** then", "It.", "Is"]);
    assert.deepEqual(unitsBy("rules"), unitsBy());
    assert.deepEqual(unitsBy("lines"), ["Go on. Now", "then", "It. Is"]);
    assert.deepEqual(unitsBy("none"), ["Go on. Now *** then", "It. Is"]);
  });
  it("ends sentences by the rules of its version", () => {
    const unitsBy = (version: PreparationVersion) =>
      collect(char, "sentences", [["In Jun. 5"]], version).units.length;
    assert.deepEqual([unitsBy(1), unitsBy(2), unitsBy(3)], [2, 2, 1]);
  });
  it("keeps the characters of sentences, white space as one space", () => {
    const text = collect(char, "sentences", [["A\n b.\n\n\u{1f600}é"]]);
    assert.deepEqual(text.units, ["A| |b|.", "\u{1f600}|é"]);
    assert.deepEqual([...text.characters], [1, 1, 1, 1, 1, 1]);
  });
  it("closes each sentence of a stream of words", () => {
    const text = collect(word, "contiguous", [["Go on. Now", "train"], ["Ho", "valid"]]);
    assert.deepEqual(text.units, ["go|on|.|SENTENCE_END", "now|SENTENCE_END", "ho|SENTENCE_END"]);
    assert.deepEqual([...text.parts], [0, 0, 1]);
    assert.deepEqual([...text.characters], [2, 3, 1, 1, 3, 1, 2, 1]);
  });
  it("counts at most 255 characters a word", () => {
    const text = collect(word, "sentences", [["x".repeat(256) + " y"]]);
    assert.deepEqual([...text.characters], [255, 2]);
  });
  it("joins documents of characters by a line break, within a part only", () => {
    const text = collect(char, "contiguous", [
      ["a\r\n", "train", true],
      [" b", "train"],
      ["c", "train"],
      ["d", "valid"],
    ]);
    assert.deepEqual(text.units, ["a|\n", " |b", "\n", "c", "d"]);
    assert.deepEqual([...text.parts], [0, 0, 0, 0, 1]);
  });
  it("joins them as if they had been one, wherever that is cut between two lines", () => {
    const line = fc.constantFrom("", "a", "b c", "\u00e9");
    const text = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join("\n"));
    fc.assert(fc.property(text, fc.nat(), fc.array(fc.nat()), (text, at, cuts) => {
      const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
      const seam = ends[at % ends.length] ?? text.length;
      const documents = [text.slice(0, seam), text.slice(seam)].filter((part) => part !== "");
      const pieces = documents.flatMap((document): Piece[] => {
        const places = cuts.map((cut) => cut % (document.length + 1)).sort((a, b) => a - b);
        return [0, ...places].map((from, i): Piece => [
          document.slice(from, places[i] ?? document.length),
          undefined,
          i < places.length,
        ]);
      });
      const tokens = (pieces: readonly Piece[]) => {
        const { units } = collect(char, "contiguous", pieces);
        return units.filter((unit) => unit !== "").join("|");
      };
      assert.equal(tokens(pieces), tokens([[text]]));
    }));
  });
  it("keeps an empty document as an empty line", () => {
    const lines: Piece[] = [["a"], [""], ["b"]];
    assert.equal(collect(char, "contiguous", lines).tokens.length, "a\n\nb".length);
  });
  it("takes every line end of a stream of characters as one line break", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const text = `a${end}${end}b${end}`;
      for (let cut = 0; cut <= text.length; cut++) {
        const pieces: Piece[] = [[text.slice(0, cut), undefined, true], [text.slice(cut)], ["c"]];
        const { units } = collect(char, "contiguous", pieces);
        const found = units.filter((unit: string) => unit !== "");
        assert.equal(found.join("|"), "a|\n|\n|b|\n|c", JSON.stringify([end, cut]));
      }
    }
  });
  it("reads them by its older rules for a run that did", () => {
    const old = collect(char, "contiguous", [["a\r\n", undefined, true], ["b\n"], ["c"]], 1);
    assert.deepEqual(old.units, ["a|\r|\n", "b|\n", "\n", "c"]);
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
