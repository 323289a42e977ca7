import { type Expression, show } from "../equations/expression.ts";
import type { CellFunction } from "../equations/functions.ts";
import { asVector, type Meaning } from "./meaning.ts";
import { poison, type Value, type Vector } from "./open_graph.ts";
import { joinSizes, sizeOf, type SizeVariable, unknownSize } from "./size_variable.ts";

type Call = Expression & { readonly kind: "call" };

/**
 * The value of a function call: a gate applied to its vectors, with its numbers as settings.
 *
 * @param valueOf the value of an argument; reports what is wrong with it
 */
export function functionValue(
  e: Call,
  meaning: Meaning,
  valueOf: (argument: Expression) => Value,
): Value {
  const { graph, functions } = meaning;
  const called = functions.get(e.function)!;
  const count = called.vectors === "many" ? e.args.length : called.vectors;
  const args = e.args.slice(0, count);
  const vectors = args.map((arg) => asVector(arg, valueOf(arg), meaning));
  const numbers = numbersOf(e, called, count, meaning, valueOf);
  const whole = vectors.filter((value): value is Vector => value.kind === "vector");
  if (numbers === undefined || whole.length < count) return poison;
  const size = sizeOfCall(e, called, whole, meaning);
  return graph.addGate(called.gate, whole, size, called.settings(numbers));
}

function sizeOfCall(
  e: Call,
  { size, rule }: CellFunction,
  vectors: readonly Vector[],
  { graph, rules }: Meaning,
): SizeVariable {
  const sizes = vectors.map((vector) => vector.size);
  if (size === "sum") return rules.add(sizes, e.at, show(e));
  const total = size === "same" ? sizes[0]! : unknownSize();
  if (size === "same") {
    const odd = sizes.findIndex((other) => !joinSizes(total, other, e.at.line));
    if (odd >= 0) {
      const message = [0, odd].map((i) => `${show(e.args[i]!)} has length ${lengthOf(sizes[i]!)}`);
      graph.fail(e.at, `Lengths differ in "${show(e)}": ${message.join(" but ")}`);
      return total;
    }
  }
  if (rule !== undefined) rules.apply((all) => rule(all, []), sizes, total, e.at, show(e));
  return total;
}

const lengthOf = (size: SizeVariable): number => sizeOf(size)!.length;

/** The numbers after the first `count` arguments, or undefined after a report. */
function numbersOf(
  e: Call,
  { numbers }: CellFunction,
  count: number,
  { graph }: Meaning,
  valueOf: (argument: Expression) => Value,
): number[] | undefined {
  const rest = e.args.slice(count);
  if (e.args.length !== count + numbers.length) {
    const vectors = Array.from({ length: count }, () => "…");
    const form = `${e.function}(${[...vectors, ...numbers.map(({ name }) => name)].join(", ")})`;
    const got = `${e.args.length} argument${e.args.length === 1 ? "" : "s"}`;
    graph.fail(e.at, `Expected ${form}, got ${got} in "${show(e)}"`);
    return undefined;
  }
  const given: number[] = [];
  for (const [i, { name, allowed, valid }] of numbers.entries()) {
    const arg = rest[i]!;
    const value = valueOf(arg);
    if (value.kind === "number" && valid(value.value)) given.push(value.value);
    else if (value.kind !== "poison") {
      const message = `Expected ${allowed} as the ${name} of ${e.function}, got "${show(arg)}"`;
      graph.fail(arg.at, message);
    }
  }
  return given.length === numbers.length ? given : undefined;
}
