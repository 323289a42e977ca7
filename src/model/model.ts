/**
 * A language model: an embedding (or one-hot input), a stack of layers, and an output layer. All of
 * it is data.
 */
import type { CellGraph } from "./cells/graph.ts";
import type { GateModule } from "./user_gates/gate_module.ts";

/** One parameter of the model, row-major rows × columns, in PyTorch's orientation. */
export interface ModelParameter {
  /**
   * Identity: `embedding.weight`, `output.weight`, `output.bias`, or `LAYER.PARAMETER` (`0.Whn`).
   */
  readonly key: string;
  readonly rows: number;
  readonly columns: number;
  /** Initial values are uniform in ±bound unless `initial` gives a constant. */
  readonly bound: number;
  readonly initial: number | undefined;
}

/** A tensor of the model's file: parameters stacked along their rows, under PyTorch's name. */
export interface ModelTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Keys of the parameters that it is made of, in order. */
  readonly parts: readonly string[];
}

export interface Model {
  readonly vocabulary: number;
  /** Length of an embedding vector; undefined is one-hot input to the first layer. */
  readonly embedding: number | undefined;
  readonly layers: readonly CellGraph[];
  /** Rate of dropout on the embedding's and every layer's output. */
  readonly dropout: number;
  /** The output layer's weight is the embedding's (one parameter, key `embedding.weight`). */
  readonly tied: boolean;
  /** Whether the output layer has a bias. */
  readonly bias: boolean;
  /** Earlier steps that a token's loss flows back through; Infinity is all. */
  readonly truncate: number;
  /** Every parameter once (a tied one under `embedding.weight` only). */
  readonly parameters: readonly ModelParameter[];
  /** Every tensor of the model's file; a tied one under both names. */
  readonly tensors: readonly ModelTensor[];
  /** The file of the gates that a user wrote, where the model may have such. */
  readonly gateModule: GateModule | undefined;
}

/** Values of parameters (or of gradients, or of one optimizer slot) by key. */
export type Values = ReadonlyMap<string, Float32Array | Float64Array>;
