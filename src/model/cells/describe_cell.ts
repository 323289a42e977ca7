import type { CellGraph, CellParameter } from "./graph.ts";
import type { CellConfig } from "./schema.ts";

/**
 * Describes a cell in lines for people: its equations, the length of every state, the shape and
 * initial values of every parameter, and the length of every named value.
 *
 * @param bound of random initial values, where the config gives one
 */
export function describeCell(
  { equations, learned = [], output }: CellConfig,
  graph: CellGraph,
  bound?: number,
): string[] {
  const { cell, inputSize, oneHot, outputSize, states, parameters, values, nodes } = graph;
  const given = output ?? `${states[0]!.name}'`;
  const input = oneHot ? `one of ${inputSize} tokens` : `${inputSize}`;
  const rows = (list: readonly (readonly string[])[]): string[] => {
    const width = (column: number) => Math.max(0, ...list.map((row) => row[column]?.length ?? 0));
    return list.map((row) => `    ${row.map((text, i) => text.padEnd(width(i))).join("  ")}`);
  };
  return [
    `cell ${cell}: x ${input} → ${given} ${outputSize}`,
    ...dedent(equations).map((line) => `  ${line}`),
    "  states",
    ...rows(states.map(({ name, size }) => [
      name,
      String(size),
      learned.includes(name) ? `starts at ${name}0, which is learned` : "starts at 0",
    ])),
    "  parameters",
    ...rows(parameters.map((parameter) => [
      parameter.name,
      shapeOf(parameter),
      firstValues(parameter, bound),
    ])),
    "  values",
    ...rows([...values].map(([name, node]) => [name, String(nodes[node]!.size)])),
  ].map((line) => line.trimEnd());
}

const shapeOf = ({ kind, rows, columns }: CellParameter): string =>
  kind === "vector" ? String(rows) : `${rows} × ${columns}`;

const firstValues = (
  { initial, fanIn }: CellParameter,
  bound = 1 / Math.sqrt(fanIn),
): string =>
  initial !== undefined ? `starts at ${initial}` : `starts in ±${Number(bound.toPrecision(3))}`;

/** Lines that are not empty, without what indents all of them. */
const dedent = (text: string): string[] => {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent).trimEnd());
};
