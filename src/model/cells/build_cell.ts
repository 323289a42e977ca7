import { Result } from "effect";
import { withoutBiases } from "../equations/bias_terms.ts";
import { checkLayout } from "./cell_layout.ts";
import { checkStates, checkTargets, definitionsOf } from "./check_equations.ts";
import { checkUnused } from "./check_unused.ts";
import { closeGraph } from "./close_graph.ts";
import { declarationsOf, inputName } from "./declarations.ts";
import type { Dimensions } from "./dimensions.ts";
import { elaborate } from "./elaborate.ts";
import { type Equation, namesOf, written } from "../equations/expression.ts";
import type { CellGraph } from "./graph.ts";
import { builtinLanguage, type Language } from "../equations/language.ts";
import type { CellMistake } from "../equations/mistake.ts";
import { parseEquations } from "../equations/parse_equations.ts";
import type { CellConfig } from "./schema.ts";

/**
 * The graph of the cell `name` of a config, with the lengths that the model gives it; or all
 * mistakes in its definition, in the order of keys and lines.
 */
export function buildCell(
  name: string,
  cell: CellConfig,
  dimensions: Dimensions,
  { functions, gates }: Language = builtinLanguage,
): Result.Result<CellGraph, readonly CellMistake[]> {
  const declarations = declarationsOf(cell, dimensions, functions);
  const { equations: all, unreadable, mistakes: unread } = parseEquations(
    cell.equations,
    functions,
  );
  const excused = new Set(unreadable.flatMap(({ defines }) => defines ?? []));
  const definitions = definitionsOf(all);
  const isBias = (word: string) =>
    word.startsWith("b") && !declarations.states.has(word) &&
    !definitions.has(word) &&
    word !== inputName && !excused.has(word);
  const equations = dimensions.bias ? all : all.map((equation) => ({
    ...equation,
    expression: withoutBiases(equation.expression, isBias),
  }));
  const dropped = namesIn(all).difference(namesIn(equations));
  const elaboration = elaborate(equations, declarations, dimensions, excused);
  const mentioned = new Set([...dropped, ...unreadable.flatMap(({ names }) => names)]);
  const found = [
    ...declarations.mistakes,
    ...unread,
    ...checkTargets(all, definitions, declarations),
    ...(all.length === 0 ? [] : checkStates(definitions, declarations, excused)),
    ...elaboration.mistakes,
    ...checkUnused(cell, declarations, definitions, elaboration, mentioned),
  ];
  const { graph, mistakes: open } = closeGraph(
    name,
    cell,
    dimensions,
    declarations,
    elaboration,
    gates,
    found.length > 0,
  );
  const layout = graph === undefined ? [] : checkLayout(cell, graph, dropped);
  const mistakes = [...found, ...open, ...layout];
  return graph !== undefined && mistakes.length === 0
    ? Result.succeed(graph)
    : Result.fail(inOrder(mistakes));
}

const namesIn = (equations: readonly Equation[]): Set<string> =>
  new Set(equations.flatMap(({ expression }) => [...namesOf(expression)].map(written)));

/** Mistakes in the equations by line and column, after those in other keys; each once. */
const inOrder = (mistakes: readonly CellMistake[]): CellMistake[] => {
  const unique = new Map(mistakes.map((mistake) => [JSON.stringify(mistake), mistake]));
  return [...unique.values()].sort((a, b) =>
    (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
  );
};
