/** What the names in a cell's equations mean. */
import { nearest } from "../../config/nearest.ts";
import { type Definitions, readTooEarly } from "./check_equations.ts";
import { type Declarations, inputName, startsUpper } from "./declarations.ts";
import type { Dimensions } from "./dimensions.ts";
import { type Equation, type Expression, show, written } from "../equations/expression.ts";
import type { TextPosition } from "../../config/text_position.ts";
import { noState } from "./no_state.ts";
import { type OpenGraph, poison, type Value } from "./open_graph.ts";
import { knownSize, unknownSize } from "./size_variable.ts";
import { suggestion } from "../equations/suggestion.ts";
import { unknownFunction } from "../equations/unknown_function.ts";

export type NameExpression = Expression & { readonly kind: "name" };
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
  { states, parameters: declared, functions }: Declarations,
  dimensions: Dimensions,
  excused: ReadonlySet<string>,
): Names {
  const values = new Map<string, Value>([...excused].map((name) => [name, poison]));
  const read = new Set<string>();
  const known = new Map<string, Value>();
  const order = [...states.keys()];

  const parameter = (name: string, at: TextPosition): Value => {
    const declaration = declared.get(name);
    const kind = startsUpper(name) ? "matrix" : "vector";
    const rows = declaration?.sizes[0] ?? unknownSize();
    const columns = kind === "vector" ? knownSize(1, "1") : declaration?.sizes[1] ?? unknownSize();
    const bias = kind === "vector" && name.startsWith("b");
    const initial = declaration?.initial ?? (bias ? 0 : undefined);
    const number = graph.addParameter({
      name,
      kind,
      rows,
      columns,
      initial,
      at,
    });
    return kind === "matrix"
      ? { kind: "matrix", parameter: number }
      : graph.addNode("parameter", rows, { number });
  };

  /** What a bare name is that no equation defines. */
  const source = ({ name, at }: NameExpression): Value => {
    if (name === inputName) {
      const label = dimensions.oneHot ? "vocabulary" : "input";
      return graph.addNode("input", knownSize(dimensions.inputSize, label));
    }
    const state = states.get(name);
    if (state !== undefined) {
      return graph.addNode("state", state.size, {
        number: order.indexOf(name),
      });
    }
    if (declared.has(name) || startsUpper(name) || name.startsWith("b")) {
      return parameter(name, at);
    }
    const candidates = [inputName, ...order, ...declared.keys(), ...definitions.keys()];
    const near = nearest(name, candidates);
    // What was probably meant is not unused.
    if (near !== undefined) read.add(near);
    const rule = "a parameter is a matrix with a capital letter, a bias b…, or is declared";
    const hint = near === undefined ? `; ${rule} under parameters` : `, did you mean "${near}"?`;
    return graph.fail(at, `Unknown name "${name}"${hint}`);
  };

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
    if (primed) {
      // A state without a next value has been reported as such.
      return states.has(name) ? poison : graph.fail(at, noState(name, order));
    }
    // The same node however often a name is used.
    const shared = known.get(name) ?? source(e);
    known.set(name, shared);
    return shared;
  };

  const takenForFunction = ({ left, right, grouped }: ProductExpression): string | undefined => {
    if (left.kind !== "name" || left.primed) return undefined;
    const { name } = left;
    const means = states.has(name) || declared.has(name) || definitions.has(name) ||
      excused.has(name) || name === inputName;
    if (means) return undefined;
    const what = `${name} (${show(right)})`;
    // `Tanh (…)` would be a matrix by its capital letter, `b (…)` a bias.
    if (startsUpper(name)) {
      return grouped && functions.has(name.toLowerCase())
        ? unknownFunction(name, functions, what)
        : undefined;
    }
    if (suggestion(name, functions.keys()) !== "" || grouped && !name.startsWith("b")) {
      return unknownFunction(name, functions, what);
    }
    return undefined;
  };

  return {
    valueOf,
    define: (name, value) => values.set(name, value),
    values,
    read,
    takenForFunction,
  };
}
