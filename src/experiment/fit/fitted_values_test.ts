import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import type { TextProfile } from "../../text/profile/text_profile.ts";
import { fittedSizes, type TextConfig } from "./fitted_values.ts";

const config: TextConfig = {
  corpus: { path: "/text.txt", format: "text", split: { valid: 0.05, test: 0.05 } },
  tokenizer: { kind: "word", vocabulary: 8000, lowercase: true },
  batch: { kind: "sentences", size: 32, shuffle: true, maxLength: 200 },
};

/** A text of a number of words. */
const text = (words: number): TextProfile => ({
  words,
  characters: words * 5,
  sentences: words / 20,
  repeated: words / 12,
});

const fit = (words: number, plain: unknown = {}, changed: Partial<TextConfig> = {}) =>
  fittedSizes(plain, { ...config, ...changed }, text(words));

describe("sizes fitted to a text", () => {
  it("are small for a small one, which is read often", () => {
    assert.deepEqual(fit(10_000), {
      "tokenizer.vocabulary": 843,
      "batch.size": 4,
      "training.epochs": 40,
      "training.stop.patience": 3,
    });
  });

  it("are bounded for a large one", () => {
    assert.deepEqual(fit(50_000_000), {
      "tokenizer.vocabulary": 8000,
      "batch.size": 32,
      "training.epochs": 3,
      "training.stop.patience": 3,
    });
  });

  it("are those that hold any text, for a tiny one", () => {
    assert.deepEqual(fit(10), {
      "tokenizer.vocabulary": 103,
      "batch.size": 4,
      "training.epochs": 40,
      "training.stop.patience": 3,
    });
  });

  it("leave what the config gives, and its end of training to who gives the epochs", () => {
    const plain = { batch: { size: 5 }, training: { epochs: 2 }, tokenizer: { vocabulary: 50 } };
    assert.deepEqual(fit(10_000, plain), {});
  });

  it("train less often, and to the end, where nothing is held out", () => {
    const corpus = { ...config.corpus, split: { valid: 0, test: 0 } };
    const { "training.epochs": epochs, ...others } = fit(10_000, {}, { corpus });
    assert.equal(epochs, 10);
    assert.deepEqual(Object.keys(others), ["tokenizer.vocabulary", "batch.size"]);
  });

  it("count characters where those are tokens, and pieces where streams are read", () => {
    const tokenizer = { kind: "char", lowercase: false } as const;
    assert.deepEqual(fit(100_000, {}, { tokenizer }), {
      "batch.size": 8,
      "training.epochs": 8,
      "training.stop.patience": 3,
    });
    const batch = { kind: "contiguous", size: 32, length: 50 } as const;
    assert.equal(fit(400_000, {}, { batch })["batch.size"], 16);
  });
});
