/** What the names in a cell's equations mean. */
import { type Definitions, readTooEarly } from "./check_equations.ts";
import { type Declarations, inputName, startsUpper } from "./declarations.ts";
import type { Dimensions } from "./dimensions.ts";
import { type Equation, type Expression, show, written } from "../equations/expression.ts";
import type { CellFunctions } from "../equations/functions.ts";
import { noState } from "./no_state.ts";
import { type OpenGraph, poison, type Value } from "./open_graph.ts";
import { type NameExpression, sourceValues } from "./source_values.ts";
import { suggestion } from "../equations/suggestion.ts";
import { unknownFunction } from "../equations/unknown_function.ts";

export type ProductExpression = Expression & { readonly kind: "product" };

export interface Names {
  /** The value of a name that `equation` reads. */
  readonly valueOf: (e: NameExpression, equation: Equation) => Value;
  /** Says that from here on the name (with its prime) has this value. */
  readonly define: (name: string, value: Value) => void;
  readonly values: ReadonlyMap<string, Value>;
  /** Names (with primes) of equations that something reads. */
  readonly read: ReadonlySet<string>;
  /** A message when the left side of a product looks like a function that there is not. */
  readonly takenForFunction: (product: ProductExpression) => string | undefined;
}

/** `excused` are names (with primes) that unreadable lines define: their value is not known. */
export function makeNames(
  graph: OpenGraph,
  definitions: Definitions,
  declarations: Declarations,
  dimensions: Dimensions,
  excused: ReadonlySet<string>,
): Names {
  const { states, parameters: declared, functions } = declarations;
  const values = new Map<string, Value>([...excused].map((name) => [name, poison]));
  const read = new Set<string>();
  // What was probably meant is not unused.
  const sourceOf = sourceValues(graph, definitions, declarations, dimensions, (name) => {
    read.add(name);
  });

  const valueOf = (e: NameExpression, equation: Equation): Value => {
    const { name, primed, at } = e;
    const full = written(e);
    const value = values.get(full);
    if (value !== undefined) {
      read.add(full);
      return value;
    }
    if (definitions.has(full) && primed === states.has(name) && name !== inputName) {
      read.add(full);
      return graph.fail(at, readTooEarly(full, equation, definitions));
    }
    if (!primed) return sourceOf(e);
    // A state without a next value has been reported as such.
    return states.has(name) ? poison : graph.fail(at, noState(name, states.keys()));
  };

  const means = (name: string): boolean =>
    states.has(name) || declared.has(name) || definitions.has(name) || excused.has(name) ||
    name === inputName;

  return {
    valueOf,
    define: (name, value) => values.set(name, value),
    values,
    read,
    takenForFunction: (product) =>
      product.left.kind !== "name" || product.left.primed || means(product.left.name)
        ? undefined
        : unknownCall(product.left.name, product, functions),
  };
}

/** A message where an unknown name before something looks like a call. */
function unknownCall(
  name: string,
  { right, grouped }: ProductExpression,
  functions: CellFunctions,
): string | undefined {
  // `Tanh (…)` would be a matrix by its capital letter, `b (…)` a bias.
  const looksLikeCall = startsUpper(name)
    ? grouped && functions.has(name.toLowerCase())
    : suggestion(name, functions.keys()) !== "" || (grouped && !name.startsWith("b"));
  return looksLikeCall ? unknownFunction(name, functions, `${name} (${show(right)})`) : undefined;
}
