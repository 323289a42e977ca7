/** What bare names are that no equation defines: the input, states and parameters. */
import { nearest } from "../../config/nearest.ts";
import type { TextPosition } from "../../config/text_position.ts";
import type { Expression } from "../equations/expression.ts";
import type { Definitions } from "./check_equations.ts";
import { type Declarations, inputName, startsUpper } from "./declarations.ts";
import type { Dimensions } from "./dimensions.ts";
import type { OpenGraph, Value } from "./open_graph.ts";
import { knownSize, unknownSize } from "./size_variable.ts";

export type NameExpression = Expression & { readonly kind: "name" };

/**
 * The node of such a name, the same however often the name is used; a failure where it is unknown.
 *
 * @param onGuess hears of the name that was probably meant then
 */
export function sourceValues(
  graph: OpenGraph,
  definitions: Definitions,
  { states, parameters: declared }: Declarations,
  dimensions: Dimensions,
  onGuess: (name: string) => void,
): (e: NameExpression) => Value {
  const known = new Map<string, Value>();
  const order = [...states.keys()];

  const parameter = (name: string, at: TextPosition): Value => {
    const declaration = declared.get(name);
    const kind = startsUpper(name) ? "matrix" : "vector";
    const rows = declaration?.sizes[0] ?? unknownSize();
    const columns = kind === "vector" ? knownSize(1, "1") : declaration?.sizes[1] ?? unknownSize();
    const bias = kind === "vector" && name.startsWith("b");
    const initial = declaration?.initial ?? (bias ? 0 : undefined);
    const number = graph.addParameter({ name, kind, rows, columns, initial, at });
    return kind === "matrix"
      ? { kind: "matrix", parameter: number }
      : graph.addNode("parameter", rows, { number });
  };

  const source = ({ name, at }: NameExpression): Value => {
    if (name === inputName) {
      const label = dimensions.oneHot ? "vocabulary" : "input";
      return graph.addNode("input", knownSize(dimensions.inputSize, label));
    }
    const state = states.get(name);
    if (state !== undefined) {
      return graph.addNode("state", state.size, { number: order.indexOf(name) });
    }
    if (declared.has(name) || startsUpper(name) || name.startsWith("b")) {
      return parameter(name, at);
    }
    const candidates = [inputName, ...order, ...declared.keys(), ...definitions.keys()];
    const near = nearest(name, candidates);
    if (near !== undefined) onGuess(near);
    const rule = "a parameter is a matrix with a capital letter, a bias b…, or is declared";
    const hint = near === undefined ? `; ${rule} under parameters` : `, did you mean "${near}"?`;
    return graph.fail(at, `Unknown name "${name}"${hint}`);
  };

  return (e) => {
    const value = known.get(e.name) ?? source(e);
    known.set(e.name, value);
    return value;
  };
}
