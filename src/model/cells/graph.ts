/**
 * A cell as a typed computation graph over gates: what its equations mean for one token, once every
 * length is known. Nodes are in topological order and refer to their arguments by index. Each value
 * is a vector of `size` numbers. Both engines use this graph.
 */

import type { Gate } from "../gates/gate.ts";

declare const kind: unique symbol;

/** Index of a node in {@link CellGraph.nodes}; the compiler takes no other number for it. */
export type NodeId = number & { readonly [kind]: "node" };

/** The node at that index. */
export const nodeAt = (index: number): NodeId => index as NodeId;

/** A parameter of the cell: a matrix (rows × columns) or a vector (rows × 1). */
export interface CellParameter {
  /** Name in the equations, for instance `Whn`. */
  readonly name: string;
  readonly kind: "matrix" | "vector";
  readonly rows: number;
  readonly columns: number;
  /**
   * Bound of the uniform initial values: ±1/√n; for vectors that start at a constant see `initial`.
   */
  readonly fanIn: number;
  /** A constant that every element starts at (biases: 0), or undefined for the uniform default. */
  readonly initial: number | undefined;
}

export interface CellState {
  readonly name: string;
  readonly size: number;
  /** Node that holds the next value of the state. */
  readonly next: NodeId;
  /** Index of a vector parameter that is the state before the first token; undefined for zeros. */
  readonly learned: number | undefined;
}

export type CellNode =
  /** The layer's input: a vector, or a token id when {@link CellGraph.oneHot}. */
  | { readonly op: "input"; readonly size: number }
  /** The previous value of state number `state`. */
  | { readonly op: "state"; readonly state: number; readonly size: number }
  /** A vector parameter, the same for every token. */
  | {
    readonly op: "parameter";
    readonly parameter: number;
    readonly size: number;
  }
  /** Matrix parameter times vector. */
  | {
    readonly op: "product";
    readonly parameter: number;
    readonly args: readonly [NodeId];
    readonly size: number;
  }
  /** Matrix parameter times a one-hot input: a column of the matrix. */
  | {
    readonly op: "lookup";
    readonly parameter: number;
    readonly args: readonly [NodeId];
    readonly size: number;
  }
  /**
   * A gate without parameters of its own; `settings` are its constants (affine: scale, shift;
   * dropout: rate).
   */
  | {
    readonly op: "gate";
    readonly gate: string;
    readonly args: readonly NodeId[];
    readonly size: number;
    readonly settings: readonly number[];
  };

export interface CellGraph {
  readonly cell: string;
  /** Length of the input vector; the vocabulary when `oneHot`. */
  readonly inputSize: number;
  readonly oneHot: boolean;
  readonly states: readonly CellState[];
  readonly parameters: readonly CellParameter[];
  readonly nodes: readonly CellNode[];
  /** Node that is the input of the layer above. */
  readonly output: NodeId;
  readonly outputSize: number;
  /** What the equations call their values (`h'` with its prime), in their order. */
  readonly values: ReadonlyMap<string, NodeId>;
  /** Every gate that a node can name, a user's own included. */
  readonly gates: ReadonlyMap<string, Gate>;
}
