import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import fc from "fast-check";
import { byteAlphabet, byteCharacters } from "../subwords/byte_characters.ts";
import { vocabularyOf } from "./vocabulary.ts";
import { decodeVocabulary, encodeVocabulary } from "./vocabulary_file.ts";

const words = ["SENTENCE_END", ...byteAlphabet, "Ġt", "10", "he", "Ġthe"];
const merges = [["Ġ", "t"], ["1", "0"], ["h", "e"], ["Ġt", "he"]] as const;
const vocabulary = vocabularyOf(words, merges);
const read = (text: string) => decodeVocabulary(text, "tokenizer.json");

/** A file with changes at its key paths. */
function changed(changes: Readonly<Record<string, unknown>>): string {
  const json: unknown = JSON.parse(encodeVocabulary(vocabulary));
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split("/");
    const last = keys.pop()!;
    const at = keys.reduce(
      (inner, key) => inner[key] as typeof inner,
      json as Record<string, unknown>,
    );
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
  return JSON.stringify(json);
}

describe("tokenizer.json", () => {
  it("gives back the same vocabulary", () => {
    const text = encodeVocabulary(vocabulary);
    assert.deepEqual(read(text), Result.succeed(vocabulary));
    assert.equal(encodeVocabulary(Result.getOrThrow(read(text))), text);
    const bytes = vocabularyOf(byteCharacters, []);
    assert.deepEqual(read(encodeVocabulary(bytes)), Result.succeed(bytes));
  });
  it("is read as others write it: GPT-2's special token, merges in one text, keys left out", () => {
    const text = changed({
      "model/vocab/<|endoftext|>": 261,
      "added_tokens": [
        { id: 0, content: "SENTENCE_END", special: true },
        { id: 261, content: "<|endoftext|>", special: true, normalized: true },
      ],
      "model/merges": merges.map((merge) => merge.join(" ")),
      "model/type": undefined,
      "model/continuing_subword_prefix": "",
      "model/unk_token": "",
      "post_processor": { type: "ByteLevel", trim_offsets: false },
      "pre_tokenizer/use_regex": undefined,
    });
    const expected = vocabularyOf([...words, "<|endoftext|>"], merges);
    assert.deepEqual(read(text), Result.succeed(expected));
  });
  for (
    const [changes, message] of [
      [{ "normalizer": { type: "NFC" } }, /normalizer/],
      [{ "pre_tokenizer": { type: "Whitespace" } }, /pre_tokenizer.*type/],
      [{ "pre_tokenizer/add_prefix_space": true }, /add_prefix_space/],
      [{ "pre_tokenizer/use_regex": false }, /use_regex/],
      [{ "model/type": "WordPiece" }, /model.*type/],
      [{ "model/ignore_merges": true }, /ignore_merges/],
      [{ "post_processor": { type: "TemplateProcessing" } }, /post_processor/],
      [{ "added_tokens": [{ id: 0, content: "x", special: false }] }, /special/],
      [{ "model/vocab/!": 2 }, /model\.vocab: "!" and "\\"" have the id 2/],
      [{ "model/vocab/10": 9e15 }, /Expected ids from 0 to 260, got 9000000000000000 for "10"/],
      [{ "model/vocab/a b": 261 }, /"a b" has characters that stand for no byte/],
      [
        { "model/vocab/Ā": undefined, "model/vocab/xx": words.indexOf("Ā") },
        /Byte 0 \("Ā"\) is mis/,
      ],
      [{ "model/merges": [["q", "q"]] }, /model\.merges\[0\]: The vocabulary has no "qq"/],
      [{ "model/merges": [["h", "e"], "h e"] }, /model\.merges\[1\]: "h e" is there twice/],
      [{ "model/merges": ["the"] }, /model\.merges\[0\]: Expected two tokens, got "the"/],
      [{ "added_tokens": [{ id: 3, content: "Ġt", special: true }] }, /"Ġt" has the ids 3 and 257/],
    ] as const
  ) {
    it(`is refused with ${JSON.stringify(changes)}`, () => {
      const result = read(changed(changes));
      assert.ok(Result.isFailure(result));
      assert.match(result.failure.message, /^tokenizer\.json: /);
      assert.match(result.failure.message, message);
    });
  }
  it("is a vocabulary or one short message, whatever it holds", () => {
    const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`) as unknown;
    const paths = fc.constantFrom(
      ...["normalizer", "pre_tokenizer", "model", "added_tokens", "decoder", "model/vocab"],
      ...["model/merges", "model/vocab/!", "model/merges/0", "model/vocab/__proto__"],
    );
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom(deep, -1, 1e300, 0.5, "", null));
    fc.assert(
      fc.property(paths, values, (path, value) => {
        const result = read(changed({ [path]: value }));
        if (Result.isSuccess(result)) return;
        const { message } = result.failure;
        assert.match(message, /^tokenizer\.json: (?:[A-Z]|model\.|added_tokens: )/);
        assert.ok(message.length < 1000 && !message.includes("\n"), message);
      }),
      { numRuns: 200 },
    );
  });
});
