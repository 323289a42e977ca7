import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import { vocabularyOf } from "../../text/vocabulary/vocabulary.ts";
import { validBaselines } from "./valid_baselines.ts";

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

describe("validBaselines", () => {
  it("are computed once for a corpus and its batches", () => {
    const first = validBaselines(corpus, sentences);
    assert.equal(validBaselines(corpus, { ...sentences }), first);
    assert.notEqual(validBaselines(corpus, { ...sentences, size: 8 }), first);
    assert(first!.bigram.loss < first!.unigram.loss);
    assert.equal(validBaselines({ ...corpus, valid: undefined }, sentences), undefined);
  });
});
