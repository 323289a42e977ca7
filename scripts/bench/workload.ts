/**
 * What the benchmark trains: the four workloads, with the tutorial's truncation as a fifth row.
 * Tokens come from a seeded Zipf sampler, so every machine and every system sees the same kind of work.
 */
import { Result } from "effect";
import type { Batch } from "../../src/text/batch/batch.ts";
import type { PlanEngineOptions } from "../../src/compute/float32/plan_engine_options.ts";
import { buildModel } from "../../src/model/build_model.ts";
import type { Model } from "../../src/model/model.ts";
import type { ModelConfig } from "../../src/model/schema.ts";
import type { OptimizerConfig } from "../../src/compute/optimizer/schema.ts";
import type { Capacity } from "../../src/compute/plan/plan.ts";
import { contiguousBatches, sentenceBatches } from "./synthetic_batches.ts";

export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly cell: "rnn" | "lstm";
  readonly model: Model;
  readonly optimizer: OptimizerConfig;
  readonly clip: PlanEngineOptions["clip"];
  readonly capacity: Capacity;
  /** Used in turn, again and again. */
  readonly batches: readonly Batch[];
}

/** Of the tokens and of the first weights. */
export const seed = 1;
const shortest = 5;
const longest = 30;

const modelOf = (config: ModelConfig, vocabulary: number): Model =>
  Result.getOrThrow(buildModel(config, {}, vocabulary));

const sgd = (learningRate: number): OptimizerConfig => ({
  kind: "sgd",
  learningRate,
  momentum: 0,
  nesterov: false,
  weightDecay: 0,
});

/** The tutorial's network on `rows` sentences a step. */
const tutorial = (
  name: string,
  title: string,
  rows: number,
  truncate: ModelConfig["truncate"],
): Workload => {
  const vocabulary = 8000;
  return {
    name,
    title,
    cell: "rnn",
    model: modelOf({
      cell: "rnn",
      embedding: "none",
      hidden: 100,
      layers: 1,
      dropout: 0,
      tied: false,
      bias: false,
      truncate,
    }, vocabulary),
    optimizer: sgd(0.05),
    clip: "none",
    capacity: { rows, tokens: rows * longest, steps: longest },
    batches: sentenceBatches({ vocabulary, seed, rows, count: 64, shortest, longest }),
  };
};

interface LstmSettings {
  readonly vocabulary: number;
  readonly embedding: number;
  readonly rows: number;
  readonly steps: number;
}

/** A two-layer LSTM 256 on parallel streams, the state carried over. */
const lstm = (
  name: string,
  title: string,
  { vocabulary, embedding, rows, steps }: LstmSettings,
  training: Pick<Workload, "optimizer" | "clip">,
): Workload => ({
  name,
  title,
  cell: "lstm",
  model: modelOf({
    cell: "lstm",
    embedding,
    hidden: 256,
    layers: 2,
    dropout: 0,
    tied: false,
    bias: true,
    truncate: "full",
  }, vocabulary),
  ...training,
  capacity: { rows, tokens: rows * steps, steps },
  batches: contiguousBatches({ vocabulary, seed, rows, steps, count: 32 }),
});

const adam: OptimizerConfig = {
  kind: "adam",
  learningRate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

/** Makes the workloads of these names, in this order. */
export const workloads: Readonly<Record<string, () => Workload>> = {
  W1: () => tutorial("W1", "rnn 100, one-hot 8,000, one sentence of 5 to 30, SGD", 1, "full"),
  "W1/4": () => tutorial("W1/4", "W1 with truncate 4, as the tutorial", 1, 4),
  W2: () => tutorial("W2", "rnn 100, one-hot 8,000, 32 sentences of 5 to 30, SGD", 32, "full"),
  W3: () =>
    lstm(
      "W3",
      "two-layer LSTM 256, embedding 64, 65 characters, 64 steps of 32, Adam",
      { vocabulary: 65, embedding: 64, rows: 32, steps: 64 },
      { optimizer: adam, clip: "none" },
    ),
  W4: () =>
    lstm(
      "W4",
      "two-layer LSTM 256, embedding 256, 10,000 words, 35 steps of 20, SGD, clipped at 0.25",
      { vocabulary: 10_000, embedding: 256, rows: 20, steps: 35 },
      { optimizer: sgd(1), clip: { norm: 0.25 } },
    ),
};
