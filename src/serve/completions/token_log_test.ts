import { it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { placesOf } from "./token_log.ts";

/** Where each piece begins. */
const begins = (prompt: string, pieces: readonly string[]) =>
  placesOf(prompt, pieces).map(({ from }) => from);

it("finds the tokens of a prompt in it", () => {
  assert.deepEqual(begins("The  king,", ["", "the", " king", ","]), [0, 0, 4, 9]);
  assert.deepEqual(begins("He said. He went", ["he", " said", ".", "\nhe", " went"]), [
    ...[0, 2, 7, 9, 11],
  ]);
  assert.deepEqual(begins("a b\nc", ["a", " ", "b", "\n", "c"]), [0, 1, 2, 3, 4]);
});

it("counts code points, and gives the bytes of a character its place", () => {
  assert.deepEqual(begins("中\u{1f600}国", ["", "", "中", "", "", "", "\u{1f600}", "", "", "国"]), [
    ...[0, 0, 0, 1, 1, 1, 1, 2, 2, 2],
  ]);
});

it("goes on after what is not found, and after letters whose small ones are longer", () => {
  assert.deepEqual(begins("the Zqxv man", ["the", " UNKNOWN_TOKEN", " man"]), [0, 3, 8]);
  assert.deepEqual(begins("İİ the", ["x", " the"]), [0, 2]);
});
