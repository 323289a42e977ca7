import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import { textFeatures } from "./text_features.ts";

/** The values of a feature after each piece. */
const valuesOf = (name: string, pieces: readonly string[], begins: readonly number[] = []) => {
  const found = textFeatures(pieces, pieces.map((_, at) => begins.includes(at)));
  return [...found.find((feature) => feature.name === name)?.values ?? []];
};

it("tells what is inside quotes, until they are closed or a paragraph ends", () => {
  assert.deepEqual(valuesOf("inside quotes", [...'a "b" “c” d']), [
    0,
    0,
    1,
    1,
    0,
    0,
    1,
    1,
    0,
    0,
    0,
  ]);
  assert.deepEqual(valuesOf("inside quotes", ['"', "a", "\n", "b", "\n\n", "c"]), [
    1,
    1,
    1,
    1,
    0,
    0,
  ]);
});

it("counts brackets, and places in lines, sentences and words", () => {
  assert.deepEqual(valuesOf("inside brackets", [..."(a[b])) c"]), [1, 1, 2, 2, 1, 0, 0, 0, 0]);
  assert.deepEqual(valuesOf("place in the line", ["ab", "\n", "c", "\nd"]), [2, 0, 1, 1]);
  assert.deepEqual(valuesOf("place in the sentence", [..."a b. c"]), [1, 2, 3, 0, 1, 2]);
  assert.deepEqual(valuesOf("place in the word", [..."né a"]), [1, 2, 0, 1]);
});

it("tells the kind of the last character of a piece", () => {
  assert.deepEqual(valuesOf("capital letters", ["The", " I", "É"]), [0, 1, 1]);
  assert.deepEqual(valuesOf("white space", ["a ", "b"]), [1, 0]);
  assert.deepEqual(valuesOf("digits", ["٣", "x1", "y"]), [1, 1, 0]);
});

it("starts anew with a text, and leaves out what never changes", () => {
  assert.deepEqual(valuesOf("inside quotes", ['"a', "b", "c"], [2]), [1, 1, 0]);
  assert.deepEqual(textFeatures(["。", "。"], [true, true]), []);
});
