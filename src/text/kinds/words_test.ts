import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "@std/testing/bdd";
import { cutWords } from "./words.ts";

const words = (sentence: string) =>
  sentence.split(" ").flatMap((run) => cutWords(run, { lowercase: false })).join(" ");

/** A sentence, an arrow, and its words divided by spaces. */
const cases = `
Don't go! → Do n't go !
I won't, she'd've said it's the boys' ship → I wo n't , she 'd 've said it 's the boys ' ship
It’s 10:30 a.m. now, 10,000.50 (3.5%) → It ’s 10:30 a.m. now , 10,000.50 ( 3.5 % )
Mr. Smith of St. Ives met J. Doe etc. in No. 5. → Mr. Smith of St. Ives met J. Doe etc. in No . 5 .
It is I. He has a Ph.D. and a B.Sc. too. → It is I . He has a Ph.D. and a B.Sc. too .
the U.S. and e.g. b.a.t or т.е. end. → the U.S. and e.g. b.a.t or т.е. end .
a 3.5-inch disk, U.S.-based v2.0.1. → a 3.5-inch disk , U.S.-based v2.0.1 .
use node.js. C# and C++, .5 or $.50 → use node.js . C# and C++ , .5 or $ .50
an end.The next → an end . The next
see http://a.example/x?y=1#z. (www.b.org/c_d), → see http://a.example/x?y=1#z . ( www.b.org/c_d ) ,
write to jo.b@mail.example.com. a@b → write to jo.b@mail.example.com . a @ b
@user's #tag #1 → @user 's #tag # 1
:-) he laughed ;) so:) → :-) he laughed ;) so : )
broad-shouldered men--all -- o'clock!!! → broad-shouldered men -- all -- o'clock !!!
wait... so… "yes" → wait ... so … " yes "
_it_ SENTENCE_START <s> → _ it _ SENTENCE _ START < s >
我喜欢 カタカナ・テストです。 → 我 喜 欢 カタカナ ・ テスト で す 。
👨‍👩‍👧👍🏽 🇬🇧🇫🇷 ▶️2020 ©️ 1️⃣ → 👨‍👩‍👧 👍🏽 🇬🇧 🇫🇷 ▶️ 2020 ©️ 1️⃣
שלום עולם. מרحبا؟ col·lecció → שלום עולם . מרحبا ؟ col·lecció
„ja“ »ja« → „ ja “ » ja «
caf\u00e9 cafe\u0301 が か\u3099 → caf\u00e9 caf\u00e9 が が
zusam\u00admen wo\u2060rd a\u200fb می\u200cخواهم → zusammen word ab می\u200cخواهم
one\u200btwo e\u200b\u00ad\u0301 ᄀ\u200bᅡ → one two \u00e9 가
`.trim().split("\n").map((line) => line.split(" → "));

describe("cutWords", () => {
  for (const [sentence = "", expected = ""] of cases) {
    it(sentence, () => assert.equal(words(sentence), expected));
  }
  it("lowercases, after it is known what a capital says", () => {
    const lower = (text: string) => cutWords(text, { lowercase: true });
    assert.deepEqual(["J.", "ÉMILE", "DIDN'T", "ΣΑΣ", "I."].flatMap(lower), [
      "j.",
      "émile",
      "did",
      "n't",
      "σας",
      "i",
      ".",
    ]);
  });
  it("has one form of a word whose capital alone has no composed form", () => {
    const lower = (text: string) => cutWords(text, { lowercase: true });
    assert.deepEqual(lower("J\u030cA"), lower("\u01f0a"));
    assert.deepEqual(lower("\u0130s,"), ["i\u0307s", ","]);
  });
  it("leaves the form alone without normalization, but nothing that is not seen", () => {
    const cut = (text: string) => cutWords(text, { lowercase: false, normalize: "none" });
    assert.deepEqual(["cafe\u0301", "a\u00adb"].map(cut), [["cafe\u0301"], ["ab"]]);
  });
  it("takes any character in the same way in every runtime", () => {
    // All planes that have characters but those of private use and tags.
    // Deno (Unicode 16) and Bun (Unicode 17) both gave this hash; another means other tokens.
    const hash = createHash("sha256");
    for (let start = 0; start < 0x40000; start += 64) {
      const codePoints = Array.from({ length: 64 }, (_, i) => start + i);
      const characters = codePoints.filter((c) => c < 0xd800 || c > 0xdfff)
        .map((c) => String.fromCodePoint(c));
      const text = characters.map((c) => `a${c}1b${c}\u0316\u0301.${c}.x`).join("\u200b");
      hash.update(cutWords(text, { lowercase: true }).join(" "));
    }
    assert.equal(hash.digest("hex").slice(0, 16), "2c2d3f7d8b138921");
  });
  it("copes with very long runs", () => {
    const runs = [
      "x",
      "x'",
      "1,",
      "a.",
      "Ab.",
      ".",
      "-",
      "👍",
      "\u0301",
      "x@",
      "a.b@c.",
      "www.",
      "#",
      ":-",
    ];
    for (const run of [...runs, "http://", "a.-", "©\u200d", "'s", "\u200b"]) {
      const text = run.repeat(100_000);
      const found = cutWords(text, { lowercase: true }).join("");
      assert.equal(found, text.toLowerCase().normalize().replaceAll("\u200b", ""));
    }
  });
});
