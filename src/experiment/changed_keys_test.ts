import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Result } from "effect";
import { decode } from "../config/decode.ts";
import { changedKeys } from "./changed_keys.ts";
import { encodeExperiment } from "./format_experiment.ts";
import { Experiment } from "./schema.ts";

/** Every key of a config, as a run has it. */
const whole = (config: unknown): Readonly<Record<string, unknown>> =>
  encodeExperiment(Result.getOrThrow(decode(Experiment, config)));

describe("changed keys", () => {
  it("are those without a default and those with another value", () => {
    const config = whole({
      name: "a",
      seed: 7,
      corpus: { path: "a.txt" },
      tokenizer: { kind: "char" },
      batch: { kind: "contiguous", length: 20 },
      model: { cell: "gru", hidden: 64 },
      training: { optimizer: { kind: "sgd", learningRate: 0.5 }, clip: { norm: 2 } },
    });
    assert.deepEqual(changedKeys(config), [
      ["name", "a"],
      ["seed", 7],
      ["corpus.path", "a.txt"],
      ["tokenizer.kind", "char"],
      ["batch.kind", "contiguous"],
      ["batch.length", 20],
      ["model.cell", "gru"],
      ["model.hidden", 64],
      ["training.optimizer.kind", "sgd"],
      ["training.optimizer.learningRate", 0.5],
      ["training.clip.norm", 2],
    ]);
  });

  it("are unknown in a config of another version", () => {
    assert.equal(changedKeys({ name: "a" }), undefined);
  });
});
