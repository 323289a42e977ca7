import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { RefusedExperiment } from "../../base/errors.ts";
import { effect } from "../../base/test_effect.ts";
import type { Layout } from "../tokenizer/layout.ts";
import { partOfRows } from "../batch/test_batch.ts";
import { checkParts } from "./check_parts.ts";

const counts = { bytes: 9, documents: 1, sentences: 2, dropped: 1, distinct: 3 };
const split = { valid: 0.25, test: 0 };
const streams = { kind: "contiguous", size: 2 } as const;
const sentences = { kind: "sentences", maxLength: "none" } as const;
const none = partOfRows([]);

describe("checkParts", () => {
  effect("wants a token more than there are parallel streams", function* () {
    const corpus = { train: partOfRows([[1, 2, 3]]), test: undefined, counts };
    yield* checkParts({ ...corpus, valid: partOfRows([[1, 2, 3]]) }, split, streams);
    const valid = partOfRows([[1, 2]]);
    const error = yield* Effect.flip(checkParts({ ...corpus, valid }, split, streams));
    assert.ok(error instanceof RefusedExperiment);
    assert.equal(
      error.message,
      "corpus.split: The validation part is too small: a share of 0.25 of 5 tokens gave 2 tokens, " +
        "and batch.size 2 needs at least 3; use a larger corpus, another share, or a " +
        "smaller batch.size",
    );
  });

  effect(
    "says why a share of a text without sentence ends, or of equal ones, is empty",
    function* () {
      const corpus = { train: partOfRows([[1, 2, 3]]), valid: none, test: undefined, counts };
      const failure = (layout: Layout, number: number) =>
        Effect.map(
          Effect.flip(
            checkParts({ ...corpus, counts: { ...counts, sentences: number } }, split, layout),
          ),
          ({ message }) => message.replace("corpus.split: The validation part is ", ""),
        );
      assert.equal(
        yield* failure(sentences, 5000),
        "empty: a share of 0.25 of 5,000 sentences gave none (sentences stay whole, equal ones in " +
          "one part); use a larger corpus, another share, files of its own in corpus.split.files, " +
          "or 0 for none",
      );
      const long = { ...corpus, train: partOfRows([Array.from({ length: 1500 }, () => 1)]) };
      const oneSentence = { ...long, counts: { ...counts, sentences: 1 } };
      assert.match(
        (yield* Effect.flip(checkParts(oneSentence, split, sentences))).message,
        /corpus\.split\.files, batch\.kind: contiguous if the text has no sentence ends, or 0 for/,
      );
      assert.equal(
        yield* failure(streams, 1),
        "empty: a share of 0.25 of 3 tokens gave 0 tokens (sentences stay whole), and batch.size 2 " +
          "needs at least 3; use a larger corpus, another share, files of its own in " +
          "corpus.split.files, or 0 for none",
      );
      // A stream of characters is cut anywhere, so that only its length counts.
      assert.match(yield* failure(streams, 0), /^too small: .* or a smaller batch\.size$/);
    },
  );

  effect("wants a sentence in each part, a line for each that has none", function* () {
    const files = { files: { valid: "v", test: "t" } };
    const corpus = { train: partOfRows([[1, 2]]), valid: none, test: none, counts };
    const { message } = yield* Effect.flip(checkParts(corpus, files, sentences));
    assert.deepEqual(
      message.split("\n"),
      ["validation", "test"].map((part) =>
        `corpus.split: The ${part} part is empty: its files hold no sentence`
      ),
    );
  });

  effect("says what a corpus without text is made of", function* () {
    const corpus = { train: none, valid: none, test: undefined, counts };
    const { message } = yield* Effect.flip(checkParts(corpus, split, sentences));
    assert.equal(
      message,
      "corpus: The corpus holds no text (9 bytes, 1 document, 1 sentence of signs alone)",
    );
  });
});
