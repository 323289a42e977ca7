import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import fc from "fast-check";
import { InputError } from "../../base/errors.ts";
import { buildVocabulary, vocabularyOf } from "./vocabulary.ts";
import { decodeVocabulary, encodeVocabulary } from "./vocabulary_file.ts";

const both = { start: true, end: true };

describe("encodeVocabulary and decodeVocabulary", () => {
  const decode = (text: string) => decodeVocabulary(text, "vocabulary.json");
  it("give back the same vocabulary", () => {
    const vocabulary = buildVocabulary(
      ["a", '"', "\n", "\u{1f600}"],
      [1, 2, 3, 4],
      undefined,
      both,
    );
    const text = encodeVocabulary(vocabulary);
    assert.deepEqual(decode(text), Result.succeed(vocabulary));
    assert.equal(encodeVocabulary(vocabularyOf(vocabulary.words)), text);
  });
  for (
    const [text, message] of [
      ["{", /^vocabulary\.json: Not a vocabulary, .* or a tokenizer\.json of Hugging Face's .*: /],
      ['{"version":2,"words":[]}', /^vocabulary\.json: Not a vocabulary, .*: .*version/],
      [
        '{"version":1,"words":["a",5]}',
        /^vocabulary\.json: Not a vocabulary, .*: .*words/,
      ],
      [
        '{"version":1,"words":["UNKNOWN_TOKEN","a","a"]}',
        /^vocabulary\.json: The word "a" is there twice$/,
      ],
      ['{"version":1,"words":["a"]}', /^vocabulary\.json: There is no "UNKNOWN_TOKEN"$/],
    ] as const
  ) {
    it(`refuse ${text}`, () => {
      const result = decode(text);
      assert.ok(Result.isFailure(result));
      assert.ok(result.failure instanceof InputError);
      assert.match(result.failure.message, message);
    });
  }

  it("answer any text with a vocabulary or a short mistake", () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom(deep, `{"version":1,"words":${deep}}`, `{"version":${deep}}`),
      fc.record({ version: fc.constantFrom(1, 2, "1"), words: fc.jsonValue() })
        .map((json) => JSON.stringify(json)),
      fc.array(fc.oneof(fc.constant("UNKNOWN_TOKEN"), fc.string({ unit: "binary" }), fc.integer()))
        .map((words) => JSON.stringify({ version: 1, words })),
    );
    fc.assert(
      fc.property(text, (text) => {
        const result = decode(text);
        if (Result.isFailure(result)) {
          assert.match(result.failure.message, /^vocabulary\.json: [A-Z]/);
          assert.ok(result.failure.message.length < 1000 && !/\n/.test(result.failure.message));
        } else assert.equal(result.success.ids.size, result.success.words.length);
      }),
      { numRuns: 200 },
    );
  });
});
