import { definitionsOf } from "./check_equations.ts";
import type { Declarations } from "./declarations.ts";
import type { Dimensions } from "./dimensions.ts";
import { type Equation, written } from "../equations/expression.ts";
import { expressionValue } from "./expression_value.ts";
import { asVector } from "./meaning.ts";
import type { CellMistake } from "../equations/mistake.ts";
import { makeNames } from "./names.ts";
import { makeOpenGraph, type OpenNode, type OpenParameter, type Value } from "./open_graph.ts";
import { makeSizeRules } from "./size_rules.ts";
import { joinSizes, sizeOf } from "./size_variable.ts";

export interface Elaboration {
  readonly nodes: readonly OpenNode[];
  readonly parameters: readonly OpenParameter[];
  /** What each equation's left side is worth, by its name with its prime. */
  readonly values: ReadonlyMap<string, Value>;
  /** Names (with primes) of equations that something reads. */
  readonly read: ReadonlySet<string>;
  readonly mistakes: readonly CellMistake[];
}

/**
 * Resolves names and infers lengths: equations become nodes of a graph whose lengths are variables,
 * which are joined wherever two vectors must agree. `excused` are names (with primes) that
 * unreadable lines define.
 */
export function elaborate(
  equations: readonly Equation[],
  declarations: Declarations,
  dimensions: Dimensions,
  excused: ReadonlySet<string>,
): Elaboration {
  const graph = makeOpenGraph();
  const { functions } = declarations;
  const definitions = definitionsOf(equations);
  const names = makeNames(graph, definitions, declarations, dimensions, excused);
  const rules = makeSizeRules();
  const contradictions: CellMistake[] = [];
  for (const equation of equations) {
    const { name, primed, at, expression } = equation;
    const meaning = { graph, names, rules, dimensions, equation, functions };
    const value = expressionValue(expression, meaning);
    // A name can stand for a number, a state's next value can't.
    const whole = value.kind === "number" && !primed ? value : asVector(expression, value, meaning);
    contradictions.push(...rules.settle());
    const state = primed ? declarations.states.get(name) : undefined;
    if (state !== undefined && whole.kind === "vector") {
      if (!joinSizes(state.size, whole.size, at.line)) {
        const [has, next] = [sizeOf(state.size)!.length, sizeOf(whole.size)!.length];
        graph.fail(
          at,
          `State "${name}" has length ${has} but its next value has length ${next}`,
        );
      }
    }
    if (definitions.get(written(equation)) === equation) {
      names.define(written(equation), whole);
    }
    contradictions.push(...rules.settle());
  }
  const { nodes, parameters } = graph;
  const { values, read } = names;
  return {
    nodes,
    parameters,
    values,
    read,
    mistakes: [...graph.mistakes(), ...contradictions],
  };
}
