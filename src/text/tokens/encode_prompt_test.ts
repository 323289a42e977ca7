import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { encodePrompt } from "./encode_prompt.ts";
import type { CorpusFormat } from "../sources/schema.ts";
import type { Preparation } from "../tokenizer/preparation.ts";
import { buildVocabulary, type SpecialTokens } from "../vocabulary/vocabulary.ts";

const word = { kind: "word", vocabulary: 100, lowercase: true } as const;
const char = { kind: "char", lowercase: false } as const;

function encoded(
  prompt: string,
  tokenizer: typeof word | typeof char,
  kind: "sentences" | "contiguous",
  format: CorpusFormat = "text",
) {
  const special: SpecialTokens = kind === "sentences"
    ? { start: true, end: true }
    : { start: false, end: tokenizer.kind === "word" };
  const known = tokenizer.kind === "word" ? ["the", "whale", "."] : ["a", " ", "\n", "B"];
  const vocabulary = buildVocabulary(known, known.map((_, i) => 9 - i), undefined, special);
  const layout = { kind, size: 1, maxLength: 2 } as const;
  const preparation: Preparation = { format, tokenizer, layout, version: 2 };
  const { ids, from, ...rest } = encodePrompt(prompt, vocabulary, preparation);
  const words = ids.map((id) => vocabulary.words[id]);
  return { all: words.join("|"), read: words.slice(from).join("|"), ...rest };
}

const encode = (...args: Parameters<typeof encoded>) => {
  const { read, unknown } = encoded(...args);
  return [read, ...unknown];
};

describe("encodePrompt", () => {
  it("begins a sentence of words", () => {
    assert.deepEqual(encode(" The  whale", word, "sentences"), ["SENTENCE_START|the|whale"]);
    assert.deepEqual(encode("The whale.", word, "sentences"), ["SENTENCE_START|the|whale|."]);
    assert.deepEqual(encode("", word, "sentences"), ["SENTENCE_START"]);
  });
  it("reads the last of several sentences alone, and keeps the others", () => {
    const { all, read, unknown } = encoded("The whale. A shark. The", word, "sentences");
    assert.equal(
      all,
      "SENTENCE_START|the|whale|.|SENTENCE_END|" +
        "SENTENCE_START|UNKNOWN_TOKEN|UNKNOWN_TOKEN|.|SENTENCE_END|SENTENCE_START|the",
    );
    assert.equal(read, "SENTENCE_START|the");
    assert.deepEqual(unknown, ["a", "shark"]);
    assert.equal(encoded("aB. B", char, "sentences").read, "SENTENCE_START|B");
  });
  it("says whether its last sentence is whole", () => {
    const finished = (...args: Parameters<typeof encoded>) => encoded(...args).finished;
    for (const whole of ["The whale.", "The whale. ", "A shark. The whale!"]) {
      assert.equal(finished(whole, word, "sentences"), true, whole);
      assert.equal(finished(whole, word, "contiguous"), false);
    }
    for (const open of ["", " ", "The", "The whale. The", "The Mr. ", "The whale,"]) {
      assert.equal(finished(open, word, "sentences"), false, open);
    }
    assert.equal(finished("aB\n", char, "sentences", "lines"), true);
    assert.equal(finished("aB", char, "sentences", "lines"), false);
  });
  it("begins another sentence after a full stop and a space, as in training", () => {
    for (const space of [" ", "\n", "\n\n"]) {
      assert.deepEqual(encode(`The whale.${space}`, word, "sentences"), ["SENTENCE_START"]);
    }
    assert.deepEqual(encode("The Mr. ", word, "sentences"), [
      "SENTENCE_START|the|UNKNOWN_TOKEN",
      "mr.",
    ]);
  });
  it("says which words it does not know, each once", () => {
    assert.deepEqual(encode("The Shark the shark kraken", word, "sentences"), [
      "SENTENCE_START|the|UNKNOWN_TOKEN|the|UNKNOWN_TOKEN|UNKNOWN_TOKEN",
      "shark",
      "kraken",
    ]);
    assert.deepEqual(encode("\u5b57", word, "sentences"), [
      "SENTENCE_START|UNKNOWN_TOKEN",
      "\u5b57",
    ]);
  });
  it("leaves out sentences of signs alone, and counts them", () => {
    const { read, dropped } = encoded("* * *\n\nThe", word, "sentences");
    assert.deepEqual([read, dropped], ["SENTENCE_START|the", 1]);
    assert.equal(encoded("...", word, "sentences").dropped, 0); // it may go on
  });
  it("keeps the space at the end of a prompt of characters", () => {
    assert.deepEqual(encode(" a  B ", char, "sentences"), ["SENTENCE_START|a| |B| "]);
  });
  it("takes each line for itself where lines are documents", () => {
    assert.deepEqual(encode("aB\r\nB", char, "sentences", "lines"), ["SENTENCE_START|B"]);
    assert.deepEqual(encode("aB\n", char, "sentences", "lines"), ["SENTENCE_START"]);
    assert.deepEqual(encode("the\nwhale", word, "sentences"), ["SENTENCE_START|the|whale"]);
    assert.deepEqual(encode("a\nB", char, "contiguous", "lines"), ["a|\n|B"]);
  });
  it("ends all sentences of a stream but the last", () => {
    assert.deepEqual(encode("The whale. The", word, "contiguous"), [
      "SENTENCE_END|the|whale|.|SENTENCE_END|the",
    ]);
    assert.deepEqual(encode(" ", word, "contiguous"), ["SENTENCE_END"]);
  });
  it("takes a sign at the end as what it mostly is where more follows", () => {
    const tokenizer = { kind: "word", vocabulary: 100, lowercase: true } as const;
    const known = ["say", "￭,", "(￭", "(", "￭,￭", '"', '"￭'];
    const special = { start: false, end: true };
    const vocabulary = buildVocabulary(known, known.map((_, i) => 9 - i), undefined, special);
    const layout = { kind: "contiguous", size: 1 } as const;
    const tokens = (prompt: string) => {
      const preparation = { format: "text", tokenizer, layout, version: 3 } as const;
      const { ids, unknown } = encodePrompt(prompt, vocabulary, preparation);
      return [ids.slice(1).map((id) => vocabulary.words[id]).join(" "), ...unknown];
    };
    assert.deepEqual(tokens("Say,"), ["say ￭,"]);
    assert.deepEqual(tokens("Say ("), ["say (￭"]);
    assert.deepEqual(tokens("Say ( "), ["say ("]);
    assert.deepEqual(tokens("Say (say"), ["say (￭ say"]);
    assert.deepEqual(tokens('"'), ['"']);
    assert.deepEqual(tokens("Say $: "), ["say UNKNOWN_TOKEN UNKNOWN_TOKEN", "$", ":"]);
  });
  it("takes a stream of characters as it is, but for its line ends", () => {
    assert.deepEqual(encode("a\r\n é", char, "contiguous"), ["a|\n| |UNKNOWN_TOKEN", "é"]);
    assert.deepEqual(encode("", char, "contiguous"), ["\n"]);
  });
  it("reads a prompt as the text that it begins", () => {
    const unit = fc.constantFrom(
      "The",
      "whale",
      "a",
      "B",
      "Mr",
      ".",
      "!",
      " ",
      "\n",
      "”",
      "5",
      "。",
    );
    const text = fc.array(unit, { maxLength: 20 }).map((units) => units.join(""));
    fc.assert(fc.property(text, text, (prompt, more) => {
      const { all } = encoded(prompt, char, "contiguous");
      if (prompt !== "") assert.ok(encoded(prompt + more, char, "contiguous").all.startsWith(all));
    }));
  });
});
