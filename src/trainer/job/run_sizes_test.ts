import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { buildModel } from "../../model/build_model.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import { vocabularyOf } from "../../text/vocabulary/vocabulary.ts";
import { runSizes } from "./run_sizes.ts";

/** Sentences of four tokens, whose last one is unknown. */
const part = (sentences: number) => ({
  tokens: Int32Array.from({ length: sentences * 4 }, (_, i) => 3 - i % 4),
  offsets: Int32Array.from({ length: sentences + 1 }, (_, i) => i * 4),
  characters: new Uint8Array(sentences * 4),
  bytes: new Uint16Array(sentences * 4),
});

const corpus: TokenizedCorpus = {
  vocabulary: vocabularyOf(["UNKNOWN_TOKEN", "a", "b", "c"]),
  train: part(8),
  valid: part(2),
  test: undefined,
  hash: "0".repeat(64),
  isPrivate: false,
  version: 2,
  cut: 1,
  counts: { bytes: 100, documents: 3, sentences: 10, dropped: 0, distinct: 3 },
};

const sentences = { kind: "sentences", size: 4, shuffle: true, maxLength: "none" } as const;
const contiguous = { kind: "contiguous", size: 2, length: 3 } as const;

const model = Result.getOrThrow(
  buildModel(
    {
      ...{ cell: "rnn", embedding: 2, hidden: 2, layers: 1, dropout: 0 },
      ...{ tied: false, bias: false, truncate: "full" as const },
    },
    {},
    4,
  ),
);

describe("runSizes", () => {
  it("counts what batches of sentences predict", () => {
    assert.deepEqual(runSizes({ batch: sentences }, corpus, model), {
      parameters: 4 * 2 + 2 * 2 + 2 * 2 + 4 * 2,
      vocabulary: 4,
      bytes: 100,
      documents: 3,
      cut: 1,
      train: { tokens: 24, unknown: 8, sentences: 8 },
      valid: { tokens: 6, unknown: 2, sentences: 2 },
    });
  });

  it("leaves out what streams drop, and has no sentences in them", () => {
    const one = { ...part(8), offsets: Int32Array.of(0, 32) };
    const { train } = runSizes({ batch: contiguous }, { ...corpus, train: one }, model);
    assert.deepEqual(train, { tokens: 30, unknown: 7 });
  });
});
