/** The last part of building a cell: every length must be known by now. */
import { type Declarations, type DeclaredState, learnedName } from "./declarations.ts";
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
 * The graph, unless there are mistakes. With `wrong` there already are some, and lengths that can't be
 * inferred are not reported on top.
 */
export function closeGraph(
  name: string,
  cell: CellConfig,
  dimensions: Dimensions,
  declarations: Declarations,
  elaboration: Elaboration,
  gates: CellGraph["gates"],
  wrong: boolean,
): { readonly graph?: CellGraph; readonly mistakes: readonly CellMistake[] } {
  const { states } = declarations;
  const { values } = elaboration;
  const { parameters, learned, mistakes } = withLearned(declarations, elaboration.parameters);
  const output = cell.output ?? `${[...states.keys()][0]}'`;
  const given = values.get(output);
  const isTold = given?.kind === "poison" || (wrong && cell.output === undefined);
  if (given?.kind !== "vector" && !isTold) {
    const message = wrongOutput(output, given?.kind, states, values);
    mistakes.push({ path: ["output"], message });
  }
  if (!wrong) mistakes.push(...checkKnown(parameters));
  if (wrong || mistakes.length > 0 || given?.kind !== "vector") return { mistakes };

  const graph: CellGraph = {
    cell: name,
    inputSize: dimensions.inputSize,
    oneHot: dimensions.oneHot,
    states: [...states.values()].map((state) => closeState(state, values, learned)),
    parameters: parameters.map(closeParameter),
    nodes: elaboration.nodes.map(closeNode),
    output: given.node,
    outputSize: lengthOf(given.size),
    values: new Map(
      [...values].flatMap(([name, value]) => value.kind === "vector" ? [[name, value.node]] : []),
    ),
    gates,
  };
  return { graph, mistakes };
}

/**
 * The parameters with the first values of states that are learned, of which equations may read
 * some.
 */
function withLearned(
  { states, parameters: declared }: Declarations,
  parameters: readonly OpenParameter[],
): {
  readonly parameters: readonly OpenParameter[];
  /** Number of the parameter, by the state's name. */
  readonly learned: ReadonlyMap<string, number>;
  readonly mistakes: CellMistake[];
} {
  const all = [...parameters];
  const learned = new Map<string, number>();
  const mistakes: CellMistake[] = [];
  for (const state of states.values()) {
    if (!state.learned) continue;
    const name = learnedName(state.name);
    let number = all.findIndex((other) => other.name === name);
    if (number < 0) {
      const { sizes: [rows = state.size] = [], initial = 0 } = declared.get(name) ?? {};
      const at = { line: 1, column: 1 };
      all.push({ name, kind: "vector", rows, columns: knownSize(1, "1"), initial, at });
      number = all.length - 1;
    }
    const { rows } = all[number]!;
    if (!joinSizes(rows, state.size, 0)) {
      const message = `Parameter "${name}" is the first value of state "${state.name}", whose ` +
        `length is ${lengthOf(state.size)}, not ${lengthOf(rows)}`;
      mistakes.push({ path: ["parameters", name], message });
    }
    learned.set(state.name, number);
  }
  return { parameters: all, learned, mistakes };
}

const lengthOf = (size: SizeVariable): number => sizeOf(size)!.length;

function closeState(
  { name, size }: DeclaredState,
  values: Elaboration["values"],
  learned: ReadonlyMap<string, number>,
): CellState {
  const next = values.get(`${name}'`);
  if (next?.kind !== "vector") throw new Error(`State ${name} has no next value`);
  return { name, size: lengthOf(size), next: next.node, learned: learned.get(name) };
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
): CellParameter => ({
  name,
  kind,
  rows: lengthOf(rows),
  columns: lengthOf(columns),
  // The vector that a matrix multiplies has as many elements as the matrix has columns.
  fanIn: kind === "matrix" ? lengthOf(columns) : lengthOf(rows),
  initial,
});

function closeNode({ op, number, gate, args, settings, ...node }: OpenNode): CellNode {
  const size = lengthOf(node.size);
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
