import type { CellConfig, CellSize } from "../../src/model/cells/schema.ts";
import { bits } from "../../src/base/random/bits.ts";
import { key } from "../../src/base/random/key.ts";

/** Length of the cell's second state. */
const memory = 2;

/**
 * A well-typed cell of random equations, the same for the same seed: states h (hidden) and m (2), a few
 * named intermediates, all operators and functions; its output is h' or, for half of the seeds, something
 * that no state needs. Arguments of exp and log are kept in range.
 */
export function randomCell(seed: number): CellConfig {
  const stream = key(seed, "cell");
  let drawn = 0;
  const below = (n: number): number => bits(stream, 0, drawn++) % n;
  const pick = <A>(list: readonly A[]): A => list[below(list.length)]!;
  let parametersMade = 0;
  let biases = 0;
  /** Vectors that can be read so far. Sizes: 0 is hidden, else the number. */
  const known: { readonly name: string; readonly size: number }[] = [
    { name: "h", size: 0 },
    { name: "m", size: memory },
  ];
  const parameters: Record<string, CellSize[]> = {};
  const sizeOf = (size: number): CellSize => size === 0 ? "hidden" : size;
  const declare = (letter: "W" | "u", sizes: CellSize[]): string => {
    const name = `${letter}${parametersMade++}`;
    parameters[name] = sizes;
    return name;
  };
  /** Matrix times one of the vectors: the given one, or any that can be read. */
  const product = (size: number, of = pick([undefined, ...known])): string => {
    const name = declare("W", [sizeOf(size), of === undefined ? "input" : sizeOf(of.size)]);
    return `${name} ${of?.name ?? "x"}`;
  };

  const read = (size: number): string => {
    const fitting = known.filter((vector) => vector.size === size);
    return fitting.length > 0 && below(3) === 0 ? pick(fitting).name : product(size);
  };
  const expression = (size: number, depth: number): string => {
    if (depth === 0) return read(size);
    const inner = () => expression(size, depth - 1);
    switch (below(12)) {
      case 0:
        return `sigmoid(${inner()})`;
      case 1:
        return `tanh(${inner()})`;
      case 2:
        return `${pick(["softsign", "relu"])}(${inner()})`;
      case 3:
        return `exp(-sigmoid(${inner()}))`;
      case 4:
        return `log(1.5 + sigmoid(${inner()}))`;
      case 5:
        // Two elements normalized are ±1 whatever they are.
        return `${size === 0 ? pick(["softmax", "layernorm"]) : "softmax"}(${inner()})`;
      case 6:
        return `dropout(${inner()}, 0.25)`;
      case 7:
        // Two elements and a whole vector, back to the size asked for.
        return `${declare("W", [sizeOf(size), 2 * memory])} concat(${read(memory)}, ${
          read(memory)
        })`;
      case 8:
        return `${declare("u", [sizeOf(size)])} * (${inner()})`;
      case 9:
        return `(1 - ${inner()}) * (${inner()})`;
      case 10:
        return `${inner()} - 0.5 (${inner()})`;
      default:
        return `${inner()} + ${inner()} + b${biases++}`;
    }
  };

  const lines: string[] = [];
  const count = below(3);
  for (let i = 0; i < count; i++) {
    const size = pick([0, memory]);
    lines.push(`v${i} = ${expression(size, 1 + below(2))}`);
    known.push({ name: `v${i}`, size });
  }
  // Every intermediate is read, or it would be a mistake; sizes of both states are given.
  const rest = known.slice(2).map((vector) => ` + ${product(0, vector)}`).join("");
  lines.push(`m' = tanh(${expression(memory, 2)})`);
  lines.push(`h' = tanh(${expression(0, 2)}${rest} + ${product(0, { name: "m'", size: memory })})`);
  const learned = below(2) === 0 ? ["h"] : ["h", "m"];
  const cell = { state: { h: "hidden" as const, m: memory }, parameters, learned };
  if (below(2) === 0) return { ...cell, equations: lines.join("\n") };
  known.push({ name: "h'", size: 0 }, { name: "m'", size: memory });
  const size = pick([0, memory]);
  // Something of the new state, or the output may be made before the loop.
  lines.push(`y = ${expression(size, 2)} + ${product(size, { name: "h'", size: 0 })}`);
  return { ...cell, equations: lines.join("\n"), output: "y" };
}
