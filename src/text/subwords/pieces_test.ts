import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { cutPieces, longestPiece, pieceCutter } from "./pieces.ts";

describe("cutPieces", () => {
  for (
    const [text, pieces] of [
      ["I'll say it's 10,000!!", ["I", "'ll", " say", " it", "'s", " 10", ",", "000", "!!"]],
      ["a  b\n\nc\n", ["a", " ", " b", "\n", "\n", "c", "\n"]],
      ["end  \n", ["end", "  \n"]],
      ["'DON'T'", ["'", "DON", "'", "T", "'"]],
      ["我喜欢。ок", ["我喜欢", "。", "ок"]],
      ["\ufeff\u00a0x_y", ["\ufeff", "\u00a0", "x", "_", "y"]],
      ["", []],
    ] as const
  ) it(JSON.stringify(text), () => assert.deepEqual(cutPieces(text), pieces));

  it("leave nothing out, wherever the text is cut before", () => {
    const unit = fc.oneof(
      fc.string({ unit: "binary", maxLength: 2 }),
      fc.constantFrom("'", "'l", "l", "re", " ", "\n", "ab", "1", "-", "\ud83d\ude00"),
    );
    fc.assert(fc.property(fc.array(unit), (units) => {
      const found: string[] = [];
      const cutter = pieceCutter();
      for (const text of units) cutter.push(text, (piece) => found.push(piece));
      cutter.end((piece) => found.push(piece));
      assert.equal(found.join(""), units.join(""));
      assert.deepEqual(found, cutPieces(units.join("")));
    }));
  });
  it("have a longest one, so that a text without end takes little memory", () => {
    for (const run of ["x", " ", "-", "7", "我"]) {
      const lengths = cutPieces(run.repeat(10_000)).map((piece) => piece.length);
      assert.deepEqual(lengths, [longestPiece, longestPiece, 10_000 - 2 * longestPiece], run);
    }
  });
  it("are the same in every runtime: letters of Unicode 17 are signs", () => {
    // Deno (Unicode 16) and Bun (Unicode 17) both gave this hash; another means other tokens.
    const hash = createHash("sha256");
    for (let start = 0; start < 0x110000; start += 4096) {
      const codePoints = Array.from({ length: 4096 }, (_, i) => start + i);
      const characters = codePoints.filter((c) => c < 0xd800 || c > 0xdfff);
      const text = characters.map((c) => `a${String.fromCodePoint(c)}1b`).join(" ");
      hash.update(cutPieces(text).join("|"));
    }
    assert.equal(hash.digest("hex").slice(0, 16), "617807023f44655e");
    assert.deepEqual(cutPieces("a\ua7ceb\u{11de0}1"), ["a", "\ua7ce", "b", "\u{11de0}", "1"]);
  });
});
