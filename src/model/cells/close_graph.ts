/** The last part of building a cell: every length must be known by now. */
import { type Declarations, learnedName } from "./declarations.ts";
import type { Dimensions } from "./dimensions.ts";
import type { Elaboration } from "./elaborate.ts";
import type { CellGraph, CellNode, CellParameter, CellState } from "./graph.ts";
import { type CellMistake, mistakeAt } from "../equations/mistake.ts";
import type { OpenNode, OpenParameter } from "./open_graph.ts";
import type { CellConfig } from "./schema.ts";
import {
  groupOf,
  joinSizes,
  knownSize,
  labelOf,
  sizeOf,
  type SizeVariable,
} from "./size_variable.ts";
import { suggestion } from "../equations/suggestion.ts";

/**
 * The graph, unless something is wrong; with `wrong`, something already is, and lengths that can't be
 * inferred go without saying.
 */
export function closeGraph(
  name: string,
  cell: CellConfig,
  dimensions: Dimensions,
  { states, parameters: declared }: Declarations,
  { nodes, parameters, values }: Elaboration,
  gates: CellGraph["gates"],
  wrong: boolean,
): { readonly graph?: CellGraph; readonly mistakes: readonly CellMistake[] } {
  const mistakes: CellMistake[] = [];
  const all = [...parameters];
  const learned = new Map<string, number>();
  for (const state of states.values()) {
    if (!state.learned) continue;
    const parameter = learnedName(state.name);
    let number = all.findIndex((other) => other.name === parameter);
    if (number < 0) {
      const { sizes = [], initial = 0 } = declared.get(parameter) ?? {};
      const [rows = state.size] = sizes;
      const kind = "vector" as const;
      const place = { line: 1, column: 1 };
      number = all.push({
        name: parameter,
        kind,
        rows,
        columns: knownSize(1, "1"),
        initial,
        at: place,
      }) -
        1;
    }
    if (!joinSizes(all[number]!.rows, state.size, 0)) {
      const [has, wants] = [sizeOf(all[number]!.rows)!.length, sizeOf(state.size)!.length];
      const message =
        `Parameter "${parameter}" is the first value of state "${state.name}", whose length is ` +
        `${wants}, not ${has}`;
      mistakes.push({ path: ["parameters", parameter], message });
    }
    learned.set(state.name, number);
  }
  const output = cell.output ?? `${[...states.keys()][0]}'`;
  const given = values.get(output);
  if (
    given?.kind !== "vector" && given?.kind !== "poison" &&
    !(wrong && cell.output === undefined)
  ) {
    mistakes.push({
      path: ["output"],
      message: wrongOutput(output, given?.kind, states, values),
    });
  }
  if (!wrong) mistakes.push(...checkKnown(all));
  if (wrong || mistakes.length > 0 || given?.kind !== "vector") {
    return { mistakes };
  }

  const length = (size: SizeVariable) => sizeOf(size)!.length;
  const { node: outputNode } = given;
  const graph: CellGraph = {
    cell: name,
    inputSize: dimensions.inputSize,
    oneHot: dimensions.oneHot,
    states: [...states.values()].map((state): CellState => {
      const next = values.get(`${state.name}'`);
      if (next?.kind !== "vector") {
        throw new Error(`State ${state.name} has no next value`);
      }
      const { name, size } = state;
      return {
        name,
        size: length(size),
        next: next.node,
        learned: learned.get(name),
      };
    }),
    parameters: all.map((parameter) => closeParameter(parameter, length)),
    nodes: nodes.map((node) => closeNode(node, length(node.size))),
    output: outputNode,
    outputSize: length(given.size),
    values: new Map(
      [...values].flatMap(([name, value]) => value.kind === "vector" ? [[name, value.node]] : []),
    ),
    gates,
  };
  return { graph, mistakes };
}

const wrongOutput = (
  output: string,
  kind: "matrix" | "number" | undefined,
  states: Declarations["states"],
  values: Elaboration["values"],
): string => {
  if (kind !== undefined) {
    return `Expected the name of a vector, but "${output}" is a ${kind}`;
  }
  if (states.has(output)) {
    return `State "${output}" is the previous step's value: expected ${output}'`;
  }
  const near = suggestion(output, values.keys());
  return `Unknown name "${output}"${near || `; defined are ${[...values.keys()].join(", ")}`}`;
};

/** Reports every length that the equations leave open, once for all that are tied together. */
function checkKnown(parameters: readonly OpenParameter[]): CellMistake[] {
  const told = new Set<SizeVariable>();
  return parameters.flatMap(({ name, kind, rows, columns, at }) => {
    const open = [rows, columns].filter((size) => sizeOf(size) === undefined)
      .map(groupOf);
    if (open.every((group) => told.has(group))) return [];
    for (const group of open) told.add(group);
    const shape = kind === "vector"
      ? "[…]"
      : `[${[rows, columns].map(labelOf).join(", ")}]`.replaceAll("?", "…");
    return mistakeAt(
      at,
      `Size of "${name}" can't be inferred: expected a declaration, parameters: { ${name}: ${shape} }`,
    );
  });
}

const closeParameter = (
  { name, kind, rows, columns, initial }: OpenParameter,
  length: (size: SizeVariable) => number,
): CellParameter => ({
  name,
  kind,
  rows: length(rows),
  columns: length(columns),
  // The vector that a matrix multiplies has as many elements as the matrix has columns.
  fanIn: kind === "matrix" ? length(columns) : length(rows),
  initial,
});

function closeNode({ op, number, gate, args, settings }: OpenNode, size: number): CellNode {
  switch (op) {
    case "input":
      return { op, size };
    case "state":
      return { op, state: number!, size };
    case "parameter":
      return { op, parameter: number!, size };
    case "product":
    case "lookup":
      return { op, parameter: number!, args: [args[0]!], size };
    case "gate":
      return { op, gate: gate!, args, size, settings };
  }
}
