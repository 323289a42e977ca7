import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { cuts, type CutSymbol } from "../kinds/test_cutter.ts";
import { utf8Length } from "../kinds/utf8_length.ts";
import { earlierWordCutter, earlierWordKind } from "./earlier_word.ts";

const total = (found: readonly CutSymbol[], column: 1 | 2) =>
  found.reduce((sum, symbol) => sum + symbol[column], 0);

describe("earlierWordKind", () => {
  const lower = { vocabulary: 100, lowercase: true };
  it("cuts the words of sentences", () => {
    const cut = cuts(earlierWordKind(lower));
    const words = (text: string) => cut(text).map(([word]) => word).join("|");
    assert.equal(words("The sea, the SEA."), "the|sea|,|the|sea|.");
    assert.equal(words("Don't, do. DON'T"), "do|n't|,|do|.|do|n't");
  });
  it("tells capitals apart unless it lowercases", () => {
    const cut = cuts(earlierWordKind({ vocabulary: 100, lowercase: false }));
    assert.deepEqual(cut("The the"), [["The", 3, 3], ["the", 4, 4]]);
  });
  it("shares a sentence out among its words, white space before and all", () => {
    const cut = cuts(earlierWordKind(lower));
    const widths = (text: string) => cut(text).map(([, characters]) => characters);
    assert.deepEqual(widths("He didn't, \u{1f600} go."), [2, 4, 3, 1, 2, 3, 1]);
    assert.deepEqual(widths("\0\0a b\0"), [3, 3]);
    assert.deepEqual(widths("\u0130 \u0130s"), [1, 3]); // two code points in lower case
    assert.deepEqual(cut("\u00e9 \u{1f600}").map(([, , bytes]) => bytes), [2, 5]);
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      const found = cut(text);
      if (found.length === 0) return;
      assert.equal(total(found, 1), Array.from(text).length);
      assert.equal(total(found, 2), utf8Length(text));
    }));
  });
  it("refuses a text of nothing but new words", () => {
    const cut = cuts({ cutter: (numberOf) => earlierWordCutter(true, numberOf, 3) });
    cut("a b c a b c");
    assert.throws(() => cut("a d"), {
      _tag: "TooManyWords",
      message: /^corpus: The text has more than 3 different words; /,
    });
  });
});
