import { type Expression, show } from "./expression.ts";
import { asVector, expressionValue, type Meaning } from "./expression_value.ts";
import { type CellFunction, functions } from "./functions.ts";
import { poison, type Value, type Vector } from "./open_graph.ts";

type Call = Expression & { readonly kind: "call" };

/** The value of a function call: a gate on its vectors, with its numbers as settings. */
export function functionValue(e: Call, meaning: Meaning): Value {
  const { graph, sums } = meaning;
  const called = functions.get(e.function)!;
  const count = called.vectors === "many" ? e.args.length : 1;
  const vectors = e.args.slice(0, count).map((arg) =>
    asVector(arg, expressionValue(arg, meaning), meaning)
  );
  const numbers = numbersOf(e, called, count, meaning);
  const whole = vectors.filter((value): value is Vector => value.kind === "vector");
  if (numbers === undefined || whole.length < count) return poison;
  const size = called.vectors === "many"
    ? sums.add(whole.map((vector) => vector.size), e.at, show(e))
    : whole[0]!.size;
  return graph.addGate(called.gate, whole, size, called.settings(numbers));
}

/** The numbers after the first `count` arguments, or undefined after a report. */
function numbersOf(
  e: Call,
  { numbers }: CellFunction,
  count: number,
  meaning: Meaning,
): number[] | undefined {
  const { graph } = meaning;
  const rest = e.args.slice(count);
  if (rest.length !== numbers.length) {
    const form = `${e.function}(${["…", ...numbers.map(({ name }) => name)].join(", ")})`;
    const got = `${e.args.length} argument${e.args.length === 1 ? "" : "s"}`;
    graph.fail(e.at, `Expected ${form}, got ${got} in "${show(e)}"`);
    return undefined;
  }
  const given: number[] = [];
  for (const [i, { name, allowed, valid }] of numbers.entries()) {
    const arg = rest[i]!;
    const value = expressionValue(arg, meaning);
    if (value.kind === "number" && valid(value.value)) given.push(value.value);
    else if (value.kind !== "poison") {
      const message = `Expected ${allowed} as the ${name} of ${e.function}, got "${show(arg)}"`;
      graph.fail(arg.at, message);
    }
  }
  return given.length === numbers.length ? given : undefined;
}
