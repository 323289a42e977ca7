import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { anyCharacter } from "../corpus/test_chunks.ts";
import { splitWords } from "./words.ts";

/** A sentence, an arrow, and its words divided by spaces. */
const cases = `
Don't go! → Do n't go !
I won't, she'd've said it's the sailors' ship → I wo n't , she 'd 've said it 's the sailors ' ship
It’s 10:30 a.m. now, 1,000.50 (3.5%) → It ’s 10:30 a.m. now , 1,000.50 ( 3.5 % )
Mr. Smith of St. Ives met J. Doe etc. in No. 5. → Mr. Smith of St. Ives met J. Doe etc. in No . 5 .
It is I. → It is I .
the U.S. and e.g. end. → the U.S. and e.g. end .
broad-shouldered men--all -- o'clock!!! → broad-shouldered men -- all -- o'clock !!!
wait... so… "yes" → wait ... so … " yes "
_it_ SENTENCE_START <s> → _ it _ SENTENCE _ START < s >
$5 #tag a@b.c x=1 → $ 5 # tag a @ b . c x = 1
我喜欢 カタカナ です。 → 我 喜 欢 カタカナ で す 。
👨‍👩‍👧👍🏽 🇬🇧🇫🇷 → 👨‍👩‍👧 👍🏽 🇬🇧 🇫🇷
שלום עולם. مرحبا؟ → שלום עולם . مرحبا ؟
naïve nai\u0308ve mother\u2010in\u2011law → naïve nai\u0308ve mother\u2010in\u2011law
`.trim().split("\n").map((line) => line.split(" → "));

describe("splitWords", () => {
  for (const [sentence = "", words = ""] of cases) {
    it(sentence, () => assert.equal(splitWords(sentence, false).join(" "), words));
  }
  it("lowercases", () => {
    assert.deepEqual(splitWords("Mr. ÉMILE DIDN'T", true), ["mr.", "émile", "did", "n't"]);
  });
  it("leaves nothing out but blanks", () => {
    const unit = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 3 }),
      fc.constantFrom("'s", "n't", "Mr.", "..", " ", "-", "9,"),
    );
    fc.assert(fc.property(fc.array(unit).map((units) => units.join("").toWellFormed()), (text) => {
      const blanks = /[\s\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;
      assert.equal(splitWords(text, false).join(""), text.replace(blanks, ""));
      assert.ok(splitWords(text, false).every((word) => word.length > 0 && !/\s/u.test(word)));
    }));
  });
  it("takes any character in the same way in every runtime", () => {
    // Deno (Unicode 16) and Bun (Unicode 17) both gave this hash; another means other tokens.
    const hash = createHash("sha256");
    for (let start = 0; start < 0x110000; start += 4096) {
      const codePoints = Array.from({ length: 4096 }, (_, i) => start + i);
      const characters = codePoints.filter((c) => c < 0xd800 || c > 0xdfff);
      const text = characters.map((c) => `a${String.fromCodePoint(c)}1b`).join(" ");
      hash.update(splitWords(text, true).join(" "));
    }
    assert.equal(hash.digest("hex").slice(0, 16), "7487900ff0a9bfd1");
  });
  it("copes with very long runs", () => {
    for (const run of ["x", "x'", "1,", "a.", ".", "-", "👍", "\u0301"]) {
      const text = run.repeat(100_000);
      assert.equal(splitWords(text, true).join(""), text);
    }
  });
});
