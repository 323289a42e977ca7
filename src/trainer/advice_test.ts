import { describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { effect } from "../base/test_effect.ts";
import { decodeExperiment } from "../experiment/decode_experiment.ts";
import { checkpointName } from "../run/checkpoint_folder.ts";
import { advice } from "./advice.ts";
import type { Summary } from "./summary.ts";

const experiment = (changes: object = {}) =>
  decodeExperiment({ name: "a", corpus: { path: "-" }, model: { cell: "gru" }, ...changes });

/** A run of 300 steps in 3 epochs with a perplexity beside a bigram's 100. */
const ended = (perplexity: number, bestStep = 300): Summary => ({
  directory: "runs/a",
  status: "finished",
  steps: 300,
  epochs: 3,
  best: { loss: Math.log(perplexity), perplexity, checkpoint: checkpointName(bestStep) },
  baselines: {
    unigram: { loss: Math.log(200), perplexity: 200 },
    bigram: { loss: Math.log(100), perplexity: 100, weight: 0.5 },
  },
});

describe("advice", () => {
  effect("is none for a model that is better than the bigram", function* () {
    assert.deepEqual(advice(ended(99), yield* experiment()), []);
  });

  effect("begins with training longer where the last checkpoint was the best", function* () {
    assert.deepEqual(advice(ended(150), yield* experiment()).map((line) => line.trim()), [
      "A bigram predicts this text better than the model. What usually helps, in this order:",
      "1. train longer, it was still improving: deno task resume runs/a --set training.epochs=10",
      "2. more steps an epoch (it has 100 steps): batch.size 8",
      "3. fewer rare words: a smaller tokenizer.vocabulary, or tokenizer.kind char",
      "4. more text",
    ]);
  });

  effect("proposes a new run where the schedule spans the whole training", function* () {
    const falls = { training: { schedule: { kind: "cosine" } } };
    const [, first] = advice(ended(150), yield* experiment(falls));
    assert.match(first!, /a new run with more training\.epochs/);
  });

  effect(
    "begins with dropout where the best had passed, without words where there are none",
    function* () {
      const lines = advice(
        ended(150, 100),
        yield* experiment({
          tokenizer: { kind: "char" },
          batch: { size: 4 },
          model: { cell: "gru", dropout: 0.3 },
        }),
      );
      assert.deepEqual(lines.slice(1).map((line) => line.trim()), [
        "1. a model that learns less by heart: model.dropout 0.5, or a smaller model.hidden",
        "2. more text",
      ]);
    },
  );

  effect("is none where the watched loss is not that of the baselines", function* () {
    const watched = yield* experiment({ checkpoint: { best: "train.loss" } });
    assert.deepEqual(advice(ended(150), watched), []);
  });
});
