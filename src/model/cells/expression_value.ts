/**
 * The value of an expression: its gates and products are added to the graph, its lengths joined.
 */
import { type Wording, wording } from "../../config/wording.ts";
import { type Expression, show } from "../equations/expression.ts";
import { functionValue } from "./function_value.ts";
import { asVector, type Meaning } from "./meaning.ts";
import type { ProductExpression } from "./names.ts";
import { poison, type Value, type Vector } from "./open_graph.ts";
import { joinSizes, labelOf, sizeOf, type SizeVariable, unknownSize } from "./size_variable.ts";

type Binary = Expression & { readonly kind: "binary" };

export function expressionValue(e: Expression, meaning: Meaning): Value {
  switch (e.kind) {
    case "number":
      return { kind: "number", value: e.value };
    case "name":
      return meaning.names.valueOf(e, meaning.equation);
    case "product":
      return productValue(e, meaning);
    case "binary":
      return binaryValue(e, meaning);
    case "call":
      return functionValue(e, meaning, (arg) => expressionValue(arg, meaning));
    case "negate": {
      const value = expressionValue(e.operand, meaning);
      if (value.kind === "number") {
        return { kind: "number", value: -value.value };
      }
      return affine(e.operand, value, -1, 0, meaning);
    }
  }
}

/** scale · value + shift for a vector value. */
function affine(
  e: Expression,
  value: Value,
  scale: number,
  shift: number,
  meaning: Meaning,
): Value {
  const vector = asVector(e, value, meaning);
  if (vector.kind !== "vector") return vector;
  return meaning.graph.addGate("affine", [vector], vector.size, [scale, shift]);
}

function productValue(e: ProductExpression, meaning: Meaning): Value {
  const { graph, names, dimensions } = meaning;
  const unknown = names.takenForFunction(e);
  const left = unknown === undefined
    ? expressionValue(e.left, meaning)
    : graph.fail(e.left.at, unknown);
  const right = expressionValue(e.right, meaning);
  if (left.kind === "number") {
    return right.kind === "number"
      ? { kind: "number", value: left.value * right.value }
      : affine(e.right, right, left.value, 0, meaning);
  }
  if (left.kind === "poison") return poison;
  if (left.kind === "vector") {
    return graph.fail(
      e.left.at,
      `Product "${show(e)}": ${
        show(e.left)
      } is a vector, but a matrix parameter or a number must ` +
        `stand on the left; the elementwise product is ${show(e.left)} * …`,
    );
  }
  if (right.kind === "matrix" || right.kind === "number") {
    return graph.fail(
      e.right.at,
      `Product "${show(e)}": expected a vector on the right, got the ${right.kind} ${
        show(e.right)
      }`,
    );
  }
  if (right.kind === "poison") return poison;
  const { name, rows, columns } = graph.parameters[left.parameter]!;
  if (!joinSizes(columns, right.size, e.at.line)) {
    const length = lengthOf(right);
    const { origin } = sizeOf(columns)!;
    graph.fail(e.at, () => {
      const shape = wording`${labelOf(rows)} × ${labelOf(columns)}${inParentheses(origin)}`;
      return wording`${show(e)}: ${name} is ${shape} but ${show(e.right)} has length ${length}`;
    });
  }
  const lookup = dimensions.oneHot && graph.nodes[right.node]!.op === "input";
  const rest = { number: left.parameter, args: [right.node] };
  return graph.addNode(lookup ? "lookup" : "product", rows, rest);
}

function binaryValue(e: Binary, meaning: Meaning): Value {
  const [left, right] = [expressionValue(e.left, meaning), expressionValue(e.right, meaning)];
  const { operator } = e;
  if (left.kind === "number" && right.kind === "number") {
    const [a, b] = [left.value, right.value];
    return {
      kind: "number",
      value: operator === "+" ? a + b : operator === "-" ? a - b : a * b,
    };
  }
  if (left.kind === "number") {
    if (operator === "*") return affine(e.right, right, left.value, 0, meaning);
    return affine(e.right, right, operator === "-" ? -1 : 1, left.value, meaning);
  }
  if (right.kind === "number") {
    if (operator === "*") return affine(e.left, left, right.value, 0, meaning);
    return affine(e.left, left, 1, operator === "-" ? -right.value : right.value, meaning);
  }
  const [a, b] = [asVector(e.left, left, meaning), asVector(e.right, right, meaning)];
  // Of a sum with a bad term the length is still known.
  if (a.kind !== "vector") return b;
  if (b.kind !== "vector") return a;
  const size = joinedSize(e, a, b, meaning);
  const gate = operator === "+" ? "add" : operator === "-" ? "subtract" : "hadamard";
  return meaning.graph.addGate(gate, [a, b], size);
}

/** The common length of both sides; after a report an unknown one when they differ. */
function joinedSize(e: Binary, a: Vector, b: Vector, { graph }: Meaning): SizeVariable {
  if (joinSizes(a.size, b.size, e.at.line)) return a.size;
  const sides = [[e.left, a], [e.right, b]] as const;
  const [left, right] = sides.map(([side, vector]) => {
    const { origin } = sizeOf(vector.size)!;
    return wording`${show(side)} has length ${lengthOf(vector)}${inParentheses(origin)}`;
  });
  graph.fail(e.at, wording`Lengths differ in "${show(e)}": ${left!} but ${right!}`);
  return unknownSize();
}

const inParentheses = (said: Wording): Wording => said === "" ? "" : wording` (${said})`;

const lengthOf = ({ size }: Vector): number => sizeOf(size)!.length;
