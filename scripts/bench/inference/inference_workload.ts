/** The models whose inference is measured. Their weights are initial ones: speed is the same. */
import { Result } from "effect";
import { buildModel } from "../../../src/model/build_model.ts";
import { initialWeights } from "../../../src/model/initial_weights.ts";
import type { Model, Values } from "../../../src/model/model.ts";
import { seed } from "../workload.ts";

export interface InferenceWorkload {
  readonly name: string;
  readonly title: string;
  readonly cell: "gru" | "lstm";
  readonly model: Model;
  readonly weights: Values;
}

interface Sizes {
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
}

const workload = (
  name: string,
  title: string,
  cell: InferenceWorkload["cell"],
  { vocabulary, ...sizes }: Sizes,
): InferenceWorkload => {
  const shape = { dropout: 0, tied: false, bias: true, truncate: "full" as const };
  const model = Result.getOrThrow(buildModel({ cell, ...sizes, ...shape }, {}, vocabulary));
  return { name, title, cell, model, weights: initialWeights(model, seed) };
};

export const inferenceWorkloads: Readonly<Record<string, () => InferenceWorkload>> = {
  I1: () =>
    workload("I1", "GRU 128 over 4,000 words, as configs/small.yaml", "gru", {
      ...{ vocabulary: 4000, embedding: 128, hidden: 128, layers: 1 },
    }),
  I2: () =>
    workload("I2", "two-layer LSTM 256 over 65 characters", "lstm", {
      ...{ vocabulary: 65, embedding: 64, hidden: 256, layers: 2 },
    }),
  I3: () =>
    workload("I3", "two-layer LSTM 650 over 10,000 words", "lstm", {
      ...{ vocabulary: 10_000, embedding: 650, hidden: 650, layers: 2 },
    }),
};
