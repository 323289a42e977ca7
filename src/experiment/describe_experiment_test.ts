import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { decodeExperiment } from "./decode_experiment.ts";
import { describeExperiment } from "./describe_experiment.ts";

describe("describeExperiment", () => {
  it("names the stages in order", async () => {
    const text = describeExperiment(
      await Effect.runPromise(decodeExperiment({
        name: "a",
        corpus: {
          path: "t.csv",
          format: { csv: "body" },
          sentences: "none",
          split: { valid: 0.05, test: 0 },
        },
        tokenizer: { kind: "char" },
        batch: { size: 1, shuffle: false, maxLength: "none" },
        model: {
          cell: "lstm",
          embedding: "none",
          hidden: 7,
          layers: 2,
          bias: false,
          truncate: 4,
        },
        training: {
          clip: { value: 5 },
          schedule: { warmup: "9 steps" },
          epochs: 1,
        },
      })),
    );
    assert.deepEqual(text.split("\n"), [
      "read        t.csv, column body of each row, each one sentence",
      "split       5 % for validation, nothing for test",
      "tokens      characters, all",
      "batches     1 sentence per step",
      "model       one-hot tokens, lstm 7, 2 layers, no bias",
      "loss        cross-entropy, mean per token, back through 4 steps",
      "update      adam at 0.001 (constant, 9 steps of warm-up), gradient elements up to 5, 1 epoch",
      "evaluate    every epoch",
      "checkpoint  every 200 steps, the newest 3 and the best by valid.loss kept",
      "engine      float32, product auto, workers auto",
    ]);
  });
});
