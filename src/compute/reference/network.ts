/**
 * The network on the blackboard: everything that the fast engine does, in float64 and without any
 * cleverness, one gate and one token after another. To learn how a recurrent network is computed and
 * trained, read the files of this room in this order:
 *
 *   1. network.ts           the arrays of a model: weights and their gradients
 *   2. layer.ts             one layer at one time step, forward and backward
 *   3. forward.ts           a sentence forward: embedding, layers, logits
 *   4. backward.ts          backpropagation through time, over the same steps in reverse
 *   5. gradient_check.ts    whether the gradient is right: it is compared with differences of the loss
 *   6. reference_engine.ts  a training step: loss of a batch, gradient, update
 *
 * Gates are in src/model/gates, the graph of a cell's gates in src/model/cells/graph.ts. The other
 * files use the network to check gates that a user wrote (check_user_gates.ts) and to find where a
 * diverging run first overflowed (find_overflow.ts, watch_gates.ts).
 *
 * In formulas, vectors are columns, xₜ is the input at time step t, hₜ the state after it, and the
 * loss is L. d and a name is the gradient of L with respect to it: dh = ∂L/∂h, of the shape of h.
 */
import type { Model, Values } from "../../model/model.ts";
import { parameterKey } from "../../model/build_model.ts";
import type { Layer } from "./layer.ts";

/** A model with the float64 arrays of its parameters and of their gradients. */
export interface Network {
  readonly model: Model;
  /** Table E, vocabulary × embedding: row w is what word w is to the layers; none for one-hot input. */
  readonly embedding: WeightArrays | undefined;
  /** From the lowest to the highest. */
  readonly layers: readonly Layer[];
  /** Matrix V, vocabulary × the top layer's output; a tied one is the embedding's table. */
  readonly output: WeightArrays;
  /** Vector c, vocabulary; none in a model without biases. */
  readonly outputBias: WeightArrays | undefined;
}

/** A parameter, row by row, and its gradient, to which backward adds. */
export interface WeightArrays {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
}

/** Arrays by parameter key, in the model's order: the gradient's norm is a sum in that order. */
export type Arrays = ReadonlyMap<string, Float64Array>;

/** A network with its arrays by parameter key. */
export interface NetworkArrays {
  readonly network: Network;
  readonly values: Arrays;
  readonly gradients: Arrays;
}

/** A network on copies of some weights; its gradients are 0. */
export function copyNetwork(model: Model, weights: Values): NetworkArrays {
  const values = new Map(
    model.parameters.map(({ key }) => [key, Float64Array.from(weights.get(key)!)] as const),
  );
  const gradients = new Map(
    [...values].map(([key, { length }]) => [key, new Float64Array(length)] as const),
  );
  return { network: joinArrays(model, values, gradients), values, gradients };
}

const joinArrays = (model: Model, values: Arrays, gradients: Arrays): Network => {
  const weight = (key: string): WeightArrays => ({
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
};
