import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import fc from "fast-check";
import type { Preparation } from "../tokenizer/preparation.ts";
import { buildVocabulary } from "../vocabulary/vocabulary.ts";
import { tokenizeLines } from "./tokenize_lines.ts";

const word = { kind: "word", vocabulary: 100, lowercase: true } as const;
const char = { kind: "char", lowercase: false } as const;

interface Case {
  readonly tokenizer: typeof word | typeof char;
  readonly kind: "sentences" | "contiguous";
  readonly maxLength?: number | "none";
  /** Characters that the vocabulary has, in place of a, b, space, full stop and line break. */
  readonly known?: readonly string[];
}

/** Rows as words between bars, and the unknown words behind them. */
function tokenized(
  lines: readonly string[],
  { tokenizer, kind, maxLength = "none", known = ["a", "b", " ", ".", "\n"] }: Case,
): string[][] {
  const words = tokenizer.kind === "word" ? ["the", "whale", "."] : known;
  const sentences = kind === "sentences";
  const special = { start: sentences, end: sentences || tokenizer.kind === "word" };
  const vocabulary = buildVocabulary(words, words.map((_, i) => 9 - i), undefined, special);
  const layout = { kind, size: 4, maxLength } as const;
  const preparation: Preparation = { format: "text", tokenizer, layout, version: 2 };
  return Effect.runSync(tokenizeLines(lines, vocabulary, preparation)).map((line) => [
    ...line.rows.map((row) =>
      [...row].map((id) => vocabulary.words[id]!.replace(/_.*/, "")).join("|")
    ),
    ...line.unknown,
  ]);
}

const cases: readonly Case[] = [word, char].flatMap((tokenizer) => [
  { tokenizer, kind: "contiguous" } as const,
  { tokenizer, kind: "sentences", maxLength: 3 } as const,
]);

describe("tokenizeLines", () => {
  it("gives a line a row for each of its sentences, and none without words", () => {
    assert.deepEqual(
      tokenized(["The whale. A whale", "", "***", "whale"], { tokenizer: word, kind: "sentences" }),
      [["SENTENCE|the|whale|.|SENTENCE", "SENTENCE|UNKNOWN|whale|SENTENCE", "a"], [], [], [
        "SENTENCE|whale|SENTENCE",
      ]],
    );
  });
  it("cuts a long sentence as training does", () => {
    assert.deepEqual(
      tokenized(["the the whale whale."], { tokenizer: word, kind: "sentences", maxLength: 2 }),
      [["SENTENCE|the|the", "the|whale|whale", "whale|.|SENTENCE"]],
    );
  });
  it("puts a line of a stream between two ends", () => {
    assert.deepEqual(
      tokenized(["The whale. The", "…", "whale"], { tokenizer: word, kind: "contiguous" }),
      [["SENTENCE|the|whale|.|SENTENCE|the|SENTENCE"], [], ["SENTENCE|whale|SENTENCE"]],
    );
    assert.deepEqual(
      tokenized(["a b", "", "xa"], { tokenizer: char, kind: "contiguous" }),
      [["\n|a| |b|\n"], ["\n|\n"], ["\n|UNKNOWN|a|\n", "x"]],
    );
  });
  it("reads the first character only where the vocabulary has no line break", () => {
    const known = ["a", "b"];
    assert.deepEqual(
      tokenized(["xay", "a", ""], { tokenizer: char, kind: "contiguous", known }),
      [["UNKNOWN|a|UNKNOWN", "y"], [], []],
    );
  });
  it("gives each line what it has alone, whatever stands around it", () => {
    const line = fc.stringMatching(/^[ab. \r?]{0,12}$/);
    for (const one of cases) {
      fc.assert(fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        assert.deepEqual(
          tokenized(lines, one),
          lines.map((line) => tokenized([line], one)[0]),
        );
      }));
    }
  });
});
