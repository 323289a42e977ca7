import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { longestSentence, sentenceSplitter, splitSentences } from "./sentence_splitter.ts";

/** One line a case: the sentences of its text, divided by `|`. */
const cases = `
He went. She stayed.|→ He went.|She stayed.
Mr. Smith met Dr. Jones. They talked.|→ Mr. Smith met Dr. Jones.|They talked.
J. R. R. Tolkien wrote it. I read it.|→ J. R. R. Tolkien wrote it.|I read it.
It is I. He knows.|→ It is I.|He knows.
See No. 5 there. He said no. 5 came?|→ See No. 5 there.|He said no. 5 came?
He said no. Bob left.|→ He said no.|Bob left.
The U.S. Congress met in the U.S. The end.|→ The U.S. Congress met in the U.S.|The end.
Nuts, etc. are here. Nuts, etc. The rest.|→ Nuts, etc. are here.|Nuts, etc.|The rest.
“Go!” cried he. “No.” She went.|→ “Go!” cried he.|“No.”|She went.
"Where?" "Here!" (Or there.) Fine.|→ "Where?"|"Here!"|(Or there.)|Fine.
Wait... what? Yes… Then|→ Wait... what?|Yes…|Then
It cost 3.50 at example.com. Cheap!|→ It cost 3.50 at example.com.|Cheap!
我喜欢你。真的吗？“是的！”他说。|→ 我喜欢你。|真的吗？|“是的！”|他说。
مرحبا بالعالم؟ نعم. לא. כן|→ مرحبا بالعالم؟|نعم.|לא.|כן
`.trim().split("\n").map((line) => line.split("|→ ").map((side) => side));

describe("splitSentences", () => {
  for (const [text = "", expected = ""] of cases) {
    it(text, () => assert.equal(splitSentences(text).join("|"), expected));
  }
  it("takes a line break as a space and an empty line as an end", () => {
    assert.deepEqual(splitSentences("A  heading\n \r\n\nSome\r\nwrapped\ttext\u2029more\n"), [
      "A heading",
      "Some wrapped text",
      "more",
    ]);
  });
  it("finds nothing in nothing", () => {
    assert.deepEqual(splitSentences(""), []);
    assert.deepEqual(splitSentences(" \n\n \t"), []);
  });
  it("loses nothing but white space", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      assert.equal(splitSentences(text).join("").replace(/\s/gu, ""), text.replace(/\s/gu, ""));
    }));
  });
});

describe("sentenceSplitter", () => {
  const unit = fc.constantFrom(
    "a",
    "B",
    "Mr",
    "U.S",
    "5",
    ".",
    "!",
    "…",
    " ",
    "\n",
    "\n\n",
    '"',
    "。",
    "é",
    "The ",
  );
  it("gives the same sentences however the text is cut", () => {
    const text = fc.array(unit, { maxLength: 60 }).map((units) => units.join(""));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), (pieces) => {
        const splitter = sentenceSplitter();
        const found = pieces.flatMap((piece) => splitter.push(piece));
        assert.deepEqual([...found, ...splitter.end()], splitSentences(pieces.join("")));
      }),
      { numRuns: 500 },
    );
  });
  it("gives sentences before the document ends, and is then ready for the next", () => {
    const splitter = sentenceSplitter();
    assert.deepEqual(splitter.push("One. Two. " + "X".repeat(300)), ["One.", "Two."]);
    assert.deepEqual(splitter.end(), ["X".repeat(300)]);
    assert.deepEqual(splitter.push("Three."), []);
    assert.deepEqual(splitter.end(), ["Three."]);
  });
  it("cuts a sentence without end, the same however it comes", () => {
    const text = "word ".repeat(longestSentence / 2) + "\u{1f600}".repeat(longestSentence);
    const whole = splitSentences(text);
    assert.ok(whole.every((sentence) => sentence.length <= longestSentence));
    assert.ok(whole.every((sentence) => sentence.isWellFormed()));
    assert.equal(whole.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
    const splitter = sentenceSplitter();
    const found: string[] = [];
    for (let i = 0; i < text.length; i += 33_331) {
      found.push(...splitter.push(text.slice(i, i + 33_331)));
    }
    assert.deepEqual([...found, ...splitter.end()], whole);
  });
});
