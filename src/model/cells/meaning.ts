/** What an expression's value depends on, apart from the expression itself. */
import { type Equation, type Expression, show } from "../equations/expression.ts";
import type { CellFunctions } from "../equations/functions.ts";
import { inputName } from "./declarations.ts";
import type { Dimensions } from "./dimensions.ts";
import type { Names } from "./names.ts";
import type { OpenGraph, Value } from "./open_graph.ts";
import type { SizeRules } from "./size_rules.ts";

export interface Meaning {
  readonly graph: OpenGraph;
  readonly names: Names;
  readonly rules: SizeRules;
  readonly functions: CellFunctions;
  readonly dimensions: Dimensions;
  /** The equation that the expression stands in. */
  readonly equation: Equation;
}

/** The value as a vector, or poison after a report for anything else. */
export function asVector(e: Expression, value: Value, { graph, dimensions }: Meaning): Value {
  if (value.kind === "matrix") {
    const form = `${show(e)} ${inputName}`;
    return graph.fail(
      e.at,
      `Matrix "${show(e)}" needs a vector after it, as in ${form}`,
    );
  }
  if (value.kind === "number") {
    return graph.fail(e.at, `Expected a vector, got the number ${value.value}`);
  }
  if (value.kind === "vector" && dimensions.oneHot && graph.nodes[value.node]!.op === "input") {
    return graph.fail(
      e.at,
      `Input "${inputName}" is a one-hot token here, which only a matrix can multiply, as in ` +
        `W ${inputName}; give the model an embedding to use it as a vector`,
    );
  }
  return value;
}
