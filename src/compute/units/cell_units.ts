/** A cell's graph regrouped into units (units.ts). */
import type { CellGraph, CellNode, NodeId } from "../../model/cells/graph.ts";
import { leaveLoop } from "./leave_loop.ts";
import { mergeProducts } from "./merge_products.ts";
import {
  type CellUnits,
  type GateUnit,
  type Scope,
  type Term,
  type Unit,
  unitAt,
  type UnitId,
} from "./units.ts";

/** Dropout on a layer's input: its rate and the salt of its masks. */
export interface InputDropout {
  readonly rate: number;
  readonly salt: number;
}

/** Regroups a cell's graph; `gateSalt` gives the salt of a dropout gate of the cell by its node. */
export const cellUnits = (
  cell: CellGraph,
  inputDropout: InputDropout | undefined,
  gateSalt: (node: NodeId) => number,
): CellUnits => {
  const graph = mergeProducts(cell);
  const regrouping: Regrouping = {
    graph,
    uses: countUses(graph),
    inputDropout,
    gateSalt,
    units: [],
    made: new Map(),
    copies: new Map(),
  };
  const next = graph.states.map((state) => rowsOf(regrouping, state.next));
  const output = rowsOf(regrouping, graph.output);
  return { units: leaveLoop(regrouping.units, next), next, output };
};

/** A graph on its way to units. */
interface Regrouping {
  readonly graph: CellGraph;
  /** How often each node is read. */
  readonly uses: Int32Array;
  readonly inputDropout: InputDropout | undefined;
  readonly gateSalt: (node: NodeId) => number;
  readonly units: Unit[];
  /** The units of the nodes that were met. */
  readonly made: Map<NodeId, UnitId>;
  /** The copies of vectors to every row. */
  readonly copies: Map<UnitId, UnitId>;
}

const push = ({ units }: Regrouping, unit: Unit): UnitId => unitAt(units.push(unit) - 1);

/** The unit that holds the value of a node, made when it is first wanted, after what it reads. */
const unitOf = (regrouping: Regrouping, id: NodeId): UnitId => {
  const known = regrouping.made.get(id);
  if (known !== undefined) return known;
  const unit = makeUnit(regrouping, id);
  regrouping.made.set(id, unit);
  return unit;
};

/** A unit with a row per token: a parameter that is wanted so is copied to every row. */
const rowsOf = (regrouping: Regrouping, id: NodeId): UnitId => {
  const unit = unitOf(regrouping, id);
  const { units, copies } = regrouping;
  const { kind, size } = units[unit]!;
  if (kind !== "vector") return unit;
  const copy = copies.get(unit) ?? push(regrouping, onTokens("affine", unit, [1, 0], size, 0));
  copies.set(unit, copy);
  return copy;
};

const makeUnit = (regrouping: Regrouping, id: NodeId): UnitId => {
  const node = regrouping.graph.nodes[id]!;
  const { size } = node;
  switch (node.op) {
    case "input":
      return makeInput(regrouping, size);
    case "state":
      return push(regrouping, { kind: "state", state: node.state, size, scope: "loop" });
    case "parameter": {
      const { parameter } = node;
      return push(regrouping, { kind: "vector", parameter, size, scope: "tokens" });
    }
    case "product":
    case "lookup":
      return makeSum(regrouping, size, [id]);
    case "gate":
      return makeGate(regrouping, id, node);
  }
};

const makeInput = (regrouping: Regrouping, size: number): UnitId => {
  const { inputDropout } = regrouping;
  const input = push(regrouping, { kind: "input", size, scope: "tokens" });
  if (inputDropout === undefined || inputDropout.rate === 0) return input;
  const { rate, salt } = inputDropout;
  return push(regrouping, onTokens("dropout", input, [rate], size, salt));
};

/** A gate, or the sum that an addition with products becomes. */
const makeGate = (
  regrouping: Regrouping,
  id: NodeId,
  { gate, args, settings, size }: CellNode & { op: "gate" },
): UnitId => {
  const { graph, uses, gateSalt } = regrouping;
  const terms = gate === "add" ? termsOf(graph, uses, id) : [];
  const takesProducts = terms.some((term) => isProduct(graph.nodes[term]!) && uses[term] === 1);
  if (takesProducts) return makeSum(regrouping, size, terms);
  const units = args.map((arg) => unitOf(regrouping, arg));
  const scope = scopeOf(regrouping, units);
  const salt = gateSalt(id);
  return push(regrouping, { kind: "gate", gate, args: units, settings, salt, size, scope });
};

/** The sum of some nodes; a product that something else reads too is a unit of its own. */
const makeSum = (regrouping: Regrouping, size: number, ids: readonly NodeId[]): UnitId => {
  const { graph, uses, units } = regrouping;
  const terms: Term[] = [];
  const biases: number[] = [];
  const addends: UnitId[] = [];
  for (const id of ids) {
    const node = graph.nodes[id]!;
    if (isProduct(node) && (uses[id] === 1 || ids.length === 1)) {
      const operand = rowsOf(regrouping, node.args[0]);
      const lookup = node.op === "lookup";
      terms.push({ parameter: node.parameter, operand, lookup, scope: units[operand]!.scope });
    } else if (node.op === "parameter") biases.push(node.parameter);
    else addends.push(unitOf(regrouping, id));
  }
  const operands = [...terms.map((term) => term.operand), ...addends];
  const scope = scopeOf(regrouping, operands);
  return push(regrouping, { kind: "sum", size, scope, terms, biases, addends });
};

const scopeOf = ({ units }: Regrouping, ids: readonly UnitId[]): Scope =>
  ids.some((id) => units[id]!.scope === "loop") ? "loop" : "tokens";

const isProduct = (node: CellNode): node is CellNode & { op: "product" | "lookup" } =>
  node.op === "product" || node.op === "lookup";

/** A gate on one unit, for all tokens at once. */
const onTokens = (
  gate: string,
  argument: UnitId,
  settings: readonly number[],
  size: number,
  salt: number,
): GateUnit => ({ kind: "gate", gate, args: [argument], settings, salt, size, scope: "tokens" });

/** Terms of nested additions, left to right; an inner sum that is used elsewhere stays whole. */
const termsOf = ({ nodes }: CellGraph, uses: Int32Array, root: NodeId): NodeId[] => {
  const visit = (id: NodeId): NodeId[] => {
    const node = nodes[id]!;
    const opened = node.op === "gate" && node.gate === "add" && (id === root || uses[id] === 1);
    return opened ? node.args.flatMap(visit) : [id];
  };
  return visit(root);
};

/** How often each node's value is read, by nodes that are read themselves, as a state or as output. */
const countUses = ({ nodes, states, output }: CellGraph): Int32Array => {
  const uses = new Int32Array(nodes.length);
  for (const state of states) uses[state.next]!++;
  uses[output]!++;
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id]!;
    if (uses[id]! > 0 && "args" in node) { for (const arg of node.args) uses[arg]!++; }
  }
  return uses;
};
