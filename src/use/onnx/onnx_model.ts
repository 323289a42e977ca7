/** What an ONNX file holds, as plain data: the parts of the format that exported models use. */

/** Version of the operators that nodes are of, and that of the file's own structure. */
export const operatorSet = 17;
export const irVersion = 8;

export type ElementType = "float32" | "int32" | "int64";

/** A length, or the name of one that is free. */
export type Dimension = number | string;

/** An input or output of a graph. */
export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[];
}

/** Constant numbers, row by row; a scalar's shape is empty. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly graph: OnnxGraph };

export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

export interface OnnxNode {
  readonly operator: string;
  /** Names of values; an optional one that is left out is "". */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OnnxAttributes;
}

/** Nodes in topological order. A graph inside a node also reads the values of those around it. */
export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxModel {
  readonly graph: OnnxGraph;
  /** Texts by name that go with the model. */
  readonly metadata: Readonly<Record<string, string>>;
}
