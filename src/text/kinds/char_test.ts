import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { charKind } from "./char.ts";
import { cuts } from "./test_cutter.ts";

describe("charKind", () => {
  it("cuts code points, with the bytes that each takes", () => {
    const cut = cuts(charKind({ lowercase: false }));
    assert.deepEqual(cut("aA\u00e9\u{1f600}"), [["a", 1, 1], ["A", 1, 1], ["\u00e9", 1, 2], [
      "\u{1f600}",
      1,
      4,
    ]]);
  });
  it("gives to the first of several that lower case makes of one what it stands for", () => {
    const cut = cuts(charKind({ lowercase: true }));
    assert.deepEqual(cut("A\u0130"), [["a", 1, 1], ["i", 1, 2], ["\u0307", 0, 0]]);
  });
  it("writes them one after the other", () => {
    const spell = charKind({ lowercase: false }).speller();
    assert.equal(["a", " ", "b"].map((character) => spell(character, false)).join(""), "a b");
  });
});
