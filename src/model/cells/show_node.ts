/** Nodes of a cell's graph written as equations, for messages. */
import type { CellGraph, CellNode, NodeId } from "./graph.ts";

/**
 * How tightly a node's text binds: 1 sum, 2 elementwise product, 4 matrix-vector product, 5 a name.
 */
interface Shown {
  readonly text: string;
  readonly binds: number;
}

/**
 * What a node computes: `Whn h`, `tanh(Win x + bin)`; a value with a name of its own stands as
 * that.
 */
export function showNode(graph: CellGraph, id: NodeId): string {
  return show(graph, namesOf(graph), id, true).text;
}

/** The equation that a node is part of, `n = tanh(…)`; undefined where the equations don't say. */
export function equationOf(graph: CellGraph, id: NodeId): string | undefined {
  const names = namesOf(graph);
  for (const [name, node] of graph.values) {
    if (isWithin(graph, names, node, id)) return `${name} = ${showNode(graph, node)}`;
  }
  return undefined;
}

const namesOf = ({ values }: CellGraph): ReadonlyMap<NodeId, string> =>
  new Map([...values].map(([name, node]) => [node, name]));

/** Whether a node is `root` or goes into it without another name between. */
const isWithin = (
  graph: CellGraph,
  names: ReadonlyMap<NodeId, string>,
  root: NodeId,
  id: NodeId,
): boolean =>
  root === id ||
  argsOf(graph.nodes[root]!).some((arg) => !names.has(arg) && isWithin(graph, names, arg, id));

const argsOf = (node: CellNode): readonly NodeId[] => "args" in node ? node.args : [];

const show = (
  graph: CellGraph,
  names: ReadonlyMap<NodeId, string>,
  id: NodeId,
  whole: boolean,
): Shown => {
  const name = names.get(id);
  if (!whole && name !== undefined) return { text: name, binds: 5 };
  const node = graph.nodes[id]!;
  const of = (arg: NodeId, least: number): string => {
    const { text, binds } = show(graph, names, arg, false);
    return binds < least ? `(${text})` : text;
  };
  switch (node.op) {
    case "input":
      return { text: "x", binds: 5 };
    case "state":
      return { text: graph.states[node.state]!.name, binds: 5 };
    case "parameter":
      return { text: graph.parameters[node.parameter]!.name, binds: 5 };
    case "product":
    case "lookup": {
      const { name } = graph.parameters[node.parameter]!;
      return { text: `${name} ${of(node.args[0], 4)}`, binds: 4 };
    }
    case "gate":
      return showGate(node, of);
  }
};

const showGate = (
  { gate, args, settings }: Extract<CellNode, { op: "gate" }>,
  of: (arg: NodeId, least: number) => string,
): Shown => {
  const [a, b] = args;
  switch (gate) {
    case "add":
      return { text: args.map((arg) => of(arg, 1)).join(" + "), binds: 1 };
    case "subtract":
      return { text: `${of(a!, 1)} - ${of(b!, 2)}`, binds: 1 };
    case "hadamard":
      return { text: args.map((arg) => of(arg, 2)).join(" * "), binds: 2 };
    case "affine":
      return showAffine(settings[0]!, settings[1]!, (least) => of(a!, least));
  }
  // A length that keeps off division by zero is no part of the equations.
  const numbers = gate === "dropout" ? settings : [];
  return {
    text: `${gate}(${[...args.map((arg) => of(arg, 0)), ...numbers].join(", ")})`,
    binds: 5,
  };
};

/** scale · x + shift, as `1 - x` where it was written so. */
const showAffine = (scale: number, shift: number, of: (least: number) => string): Shown => {
  if (scale === -1 && shift !== 0) return { text: `${shift} - ${of(2)}`, binds: 1 };
  const scaled = scale === 1 ? of(1) : scale === -1 ? `-${of(3)}` : `${scale} * ${of(3)}`;
  if (shift === 0) return { text: scaled, binds: scale === 1 ? 1 : 2 };
  return { text: `${scaled} ${shift < 0 ? "-" : "+"} ${Math.abs(shift)}`, binds: 1 };
};
