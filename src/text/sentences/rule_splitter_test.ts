import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ruleSplitter, splitSentences } from "./rule_splitter.ts";
import { longestSentence } from "./sentence_splitter.ts";

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
He saw it . . . what an honor. It was . . . . Then|→ He saw it . . . what an honor.|It was . . . .|Then
Quoi ! ! Non . Oui .|→ Quoi ! !|Non .|Oui .
« Vraiment ? » dit-il. « Non ! » Il partit.|→ « Vraiment ? » dit-il.|« Non ! »|Il partit.
„Ja!“ Dann ging er. »Nein!« Sie blieb.|→ „Ja!“|Dann ging er.|»Nein!«|Sie blieb.
It was Jun. 5 and Jul. 4. On Mon. 7 he left.|→ It was Jun. 5 and Jul. 4.|On Mon. 7 he left.
The sun. Sun. The end.|→ The sun.|Sun.|The end.
Income incl. JV rose. A Ph.D. Thesis.|→ Income incl. JV rose.|A Ph.D. Thesis.
Trust the CA. It has ca. 50 keys.|→ Trust the CA.|It has ca. 50 keys.
Дай им. Они на ул. Ленина.|→ Дай им.|Они на ул. Ленина.
Take plan B. Nobody knows.|→ Take plan B.|Nobody knows.
In Berkeley, Calif. Mayor Bates won.|→ In Berkeley, Calif. Mayor Bates won.
1. One thing. 2. Another. It was 12. Then|→ 1. One thing.|2. Another.|It was 12.|Then
“It is 200.” “200.” So|→ “It is 200.”|“200.”|So
我们看《吧！爸爸》好吗？《好！》是书。|→ 我们看《吧！爸爸》好吗？|《好！》是书。
価格は３．５ドルです．はい。|→ 価格は３．５ドルです．|はい。
「行こう。」と言った。（はい。）さて|→ 「行こう。」と言った。|（はい。）|さて
i came. i saw. i won! nasa e.g. this, j. smith, etc. and u.s. in|→ i came.|i saw.|i won!|nasa e.g. this, j. smith, etc. and u.s. in
NASA people. were nice. i saw NASA. they left.|→ NASA people. were nice. i saw NASA. they left.
i saw NASA people. they were nice, or... not? no.|→ i saw NASA people.|they were nice, or... not?|no.
Τι είναι; Δεν ξέρω· ίσως. Πού\u037e Εδώ|→ Τι είναι;|Δεν ξέρω· ίσως.|Πού\u037e|Εδώ
He was; Then a; B|→ He was; Then a; B
ეს არის. კარგი.|→ ეს არის.|კარგი.
Բարեւ ձեզ։ Ինչպես եք։|→ Բարեւ ձեզ։|Ինչպես եք։
ကောင်းပါသည်။ ဟုတ်ပါသည်။|→ ကောင်းပါသည်။|ဟုတ်ပါသည်။
សួស្តី។ អរគុណ។|→ សួស្តី។|អរគុណ។
ሰላም። እንዴት ነህ፧ ደህና።|→ ሰላም።|እንዴት ነህ፧|ደህና።
यह ठीक है। हाँ॥ नहीं|→ यह ठीक है।|हाँ॥|नहीं
یہ ہے۔ کیا؟ ہاں|→ یہ ہے۔|کیا؟|ہاں
`.trim().split("\n").map((line) => line.split("|→ "));

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
  it("takes any line end, and two of them as an empty line", () => {
    assert.deepEqual(splitSentences("Title one\r\rText\rgoes on\r\n\r\nMore\r\nof it"), [
      "Title one",
      "Text goes on",
      "More of it",
    ]);
  });
  it("begins a sentence with each item of a list", () => {
    assert.deepEqual(splitSentences("1. First thing\n2. Second thing\n 3. third\n5. Five"), [
      "1. First thing",
      "2. Second thing",
      "3. third 5.",
      "Five",
    ]);
    assert.deepEqual(splitSentences("1) so\n2) be\n3) it"), ["1) so", "2) be", "3) it"]);
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

describe("ruleSplitter", () => {
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
    "\r",
    "1. ",
    "2) ",
    " »",
    "«",
    "《",
    "》",
    "“",
    "．",
    "α;",
    "then ",
    " ".repeat(40),
    "x".repeat(90),
  );
  it("gives the same sentences however the text is cut", () => {
    const text = fc.array(unit, { maxLength: 60 }).map((units) => units.join(""));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), (pieces) => {
        const splitter = ruleSplitter();
        const found = pieces.flatMap((piece) => splitter.push(piece));
        assert.deepEqual([...found, ...splitter.end()], splitSentences(pieces.join("")));
      }),
      { numRuns: 500 },
    );
  });
  it("gives sentences before the document ends, and is then ready for the next", () => {
    const splitter = ruleSplitter();
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
    const splitter = ruleSplitter();
    const found: string[] = [];
    for (let i = 0; i < text.length; i += 33_331) {
      found.push(...splitter.push(text.slice(i, i + 33_331)));
    }
    assert.deepEqual([...found, ...splitter.end()], whole);
  });
});
