/** A cell's graph while its lengths are still variables, and the values of expressions. */
import { nodeAt, type NodeId } from "./graph.ts";
import { type CellMistake, mistakeAt } from "../equations/mistake.ts";
import type { TextPosition } from "../../config/text_position.ts";
import type { Wording } from "../../config/wording.ts";
import type { SizeVariable } from "./size_variable.ts";

export interface OpenParameter {
  readonly name: string;
  readonly kind: "matrix" | "vector";
  readonly rows: SizeVariable;
  /** Of a vector: 1. */
  readonly columns: SizeVariable;
  readonly initial: number | undefined;
  /** First use. */
  readonly at: TextPosition;
}

/** A node of graph.ts; `number` is that of its state or parameter. */
export interface OpenNode {
  readonly op: "input" | "state" | "parameter" | "product" | "lookup" | "gate";
  readonly number?: number;
  readonly gate?: string;
  readonly args: readonly NodeId[];
  readonly settings: readonly number[];
  readonly size: SizeVariable;
}

export interface Vector {
  readonly kind: "vector";
  readonly node: NodeId;
  readonly size: SizeVariable;
}

/** What an expression is worth. */
export type Value =
  | Vector
  | { readonly kind: "matrix"; readonly parameter: number }
  | { readonly kind: "number"; readonly value: number }
  /** A mistake that has been reported: whatever depends on it is not reported again. */
  | { readonly kind: "poison" };

export const poison: Value = { kind: "poison" };

/** Collects nodes, parameters and mistakes. */
export interface OpenGraph {
  readonly nodes: readonly OpenNode[];
  readonly parameters: readonly OpenParameter[];
  readonly addNode: (op: OpenNode["op"], size: SizeVariable, rest?: Partial<OpenNode>) => Vector;
  readonly addGate: (
    gate: string,
    args: readonly Vector[],
    size: SizeVariable,
    settings?: readonly number[],
  ) => Vector;
  readonly addParameter: (parameter: OpenParameter) => number;
  /** Reports a mistake. A message that names lengths is a function, called when all are known. */
  readonly fail: (at: TextPosition, message: Wording | (() => Wording)) => Value;
  readonly mistakes: () => CellMistake[];
}

export function makeOpenGraph(): OpenGraph {
  const nodes: OpenNode[] = [];
  const parameters: OpenParameter[] = [];
  const failures: {
    readonly at: TextPosition;
    readonly message: Wording | (() => Wording);
  }[] = [];
  const addNode: OpenGraph["addNode"] = (op, size, rest = {}) => {
    const node = nodeAt(nodes.push({ op, args: [], settings: [], size, ...rest }) - 1);
    return { kind: "vector", node, size };
  };
  return {
    nodes,
    parameters,
    addNode,
    addGate: (gate, args, size, settings = []) =>
      addNode("gate", size, {
        gate,
        args: args.map(({ node }) => node),
        settings,
      }),
    addParameter: (parameter) => parameters.push(parameter) - 1,
    fail: (at, message) => {
      failures.push({ at, message });
      return poison;
    },
    mistakes: () =>
      failures.map(({ at, message }) =>
        mistakeAt(at, typeof message === "function" ? message() : message)
      ),
  };
}
