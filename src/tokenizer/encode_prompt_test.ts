import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { encodePrompt } from "./encode_prompt.ts";
import { buildVocabulary, type SpecialTokens } from "./vocabulary.ts";

const word = { kind: "word", vocabulary: 100, lowercase: true } as const;
const char = { kind: "char", lowercase: false } as const;

function encode(
  prompt: string,
  tokenizer: typeof word | typeof char,
  layout: "sentences" | "contiguous",
) {
  const special: SpecialTokens = layout === "sentences"
    ? { start: true, end: true }
    : { start: false, end: tokenizer.kind === "word" };
  const known = tokenizer.kind === "word" ? ["the", "whale", "."] : ["a", " ", "\n", "B"];
  const vocabulary = buildVocabulary(known, known.map((_, i) => 9 - i), undefined, special);
  const { ids, unknown } = encodePrompt(prompt, vocabulary, tokenizer, layout);
  return [ids.map((id) => vocabulary.words[id]).join("|"), ...unknown];
}

describe("encodePrompt", () => {
  it("begins a sentence of words", () => {
    assert.deepEqual(encode(" The  whale", word, "sentences"), ["SENTENCE_START|the|whale"]);
    assert.deepEqual(encode("", word, "sentences"), ["SENTENCE_START"]);
  });
  it("says which words it does not know, each once", () => {
    assert.deepEqual(encode("The Shark the shark kraken", word, "sentences"), [
      "SENTENCE_START|the|UNKNOWN_TOKEN|the|UNKNOWN_TOKEN|UNKNOWN_TOKEN",
      "shark",
      "kraken",
    ]);
  });
  it("keeps the space at the end of a prompt of characters", () => {
    assert.deepEqual(encode(" a  B ", char, "sentences"), ["SENTENCE_START|a| |B| "]);
  });
  it("ends all sentences of a stream but the last", () => {
    assert.deepEqual(encode("The whale. The", word, "contiguous"), [
      "SENTENCE_END|the|whale|.|SENTENCE_END|the",
    ]);
    assert.deepEqual(encode(" ", word, "contiguous"), ["SENTENCE_END"]);
  });
  it("takes a stream of characters as it is", () => {
    assert.deepEqual(encode("a\n é", char, "contiguous"), ["a|\n| |UNKNOWN_TOKEN", "é"]);
    assert.deepEqual(encode("", char, "contiguous"), ["\n"]);
  });
});
