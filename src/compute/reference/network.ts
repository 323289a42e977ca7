import type { Model } from "../../model/model.ts";
import { parameterKey } from "../../model/build_model.ts";
import type { Layer } from "./layer.ts";

/** A model with the float64 arrays of its parameters and of their gradients. */
export interface Network {
  readonly model: Model;
  /** Embedding table and its gradient; undefined for one-hot input. */
  readonly embedding: Weight | undefined;
  readonly layers: readonly Layer[];
  /** The output layer's matrix: the tutorial's V (a tied one is the embedding's table). */
  readonly output: Weight;
  readonly outputBias: Weight | undefined;
}

export interface Weight {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
}

/** Joins a model with arrays by parameter key; they are shared, not copied. */
export function makeNetwork(
  model: Model,
  values: ReadonlyMap<string, Float64Array>,
  gradients: ReadonlyMap<string, Float64Array>,
): Network {
  const weight = (key: string): Weight => ({
    values: values.get(key)!,
    gradient: gradients.get(key)!,
  });
  return {
    model,
    embedding: model.embedding === undefined ? undefined : weight("embedding.weight"),
    layers: model.layers.map((graph, index) => {
      const weights = graph.parameters.map(({ name }) => weight(parameterKey(index, name)));
      return {
        index,
        graph,
        parameters: weights.map(({ values }) => values),
        gradients: weights.map(({ gradient }) => gradient),
      };
    }),
    output: weight(model.tied ? "embedding.weight" : "output.weight"),
    outputBias: model.bias ? weight("output.bias") : undefined,
  };
}
