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
  const uses = countUses(graph);
  const units: Unit[] = [];
  const made = new Map<NodeId, UnitId>();
  const copies = new Map<UnitId, UnitId>();
  const push = (unit: Unit): UnitId => unitAt(units.push(unit) - 1);
  const scopeOf = (ids: readonly UnitId[]): Scope =>
    ids.some((id) => units[id]!.scope === "loop") ? "loop" : "tokens";

  const makeSum = (size: number, ids: readonly NodeId[]): UnitId => {
    const terms: Term[] = [];
    const biases: number[] = [];
    const addends: UnitId[] = [];
    for (const id of ids) {
      const node = graph.nodes[id]!;
      if (isProduct(node) && (uses[id] === 1 || ids.length === 1)) {
        const operand = rowsOf(node.args[0]);
        const lookup = node.op === "lookup";
        terms.push({ parameter: node.parameter, operand, lookup, scope: units[operand]!.scope });
      } else if (node.op === "parameter") biases.push(node.parameter);
      else addends.push(unitOf(id));
    }
    const operands = [...terms.map((term) => term.operand), ...addends];
    return push({ kind: "sum", size, scope: scopeOf(operands), terms, biases, addends });
  };

  const make = (id: NodeId): UnitId => {
    const node = graph.nodes[id]!;
    const { size } = node;
    switch (node.op) {
      case "input": {
        const input = push({ kind: "input", size, scope: "tokens" });
        return inputDropout === undefined || inputDropout.rate === 0
          ? input
          : push(onTokens("dropout", input, [inputDropout.rate], size, inputDropout.salt));
      }
      case "state":
        return push({ kind: "state", state: node.state, size, scope: "loop" });
      case "parameter":
        return push({ kind: "vector", parameter: node.parameter, size, scope: "tokens" });
      case "product":
      case "lookup":
        return makeSum(size, [id]);
      case "gate": {
        const { gate, settings } = node;
        const terms = gate === "add" ? termsOf(graph, uses, id) : [];
        const takesProducts = terms.some((term) =>
          isProduct(graph.nodes[term]!) && uses[term] === 1
        );
        if (takesProducts) return makeSum(size, terms);
        const args = node.args.map(unitOf);
        const salt = gateSalt(id);
        return push({ kind: "gate", gate, args, settings, salt, size, scope: scopeOf(args) });
      }
    }
  };

  function unitOf(id: NodeId): UnitId {
    const known = made.get(id);
    if (known !== undefined) return known;
    const unit = make(id);
    made.set(id, unit);
    return unit;
  }

  /** A unit with a row a token: a parameter that is wanted so is copied to every row. */
  function rowsOf(id: NodeId): UnitId {
    const unit = unitOf(id);
    const { kind, size } = units[unit]!;
    if (kind !== "vector") return unit;
    const copy = copies.get(unit) ?? push(onTokens("affine", unit, [1, 0], size, 0));
    copies.set(unit, copy);
    return copy;
  }

  const next = graph.states.map((state) => rowsOf(state.next));
  const output = rowsOf(graph.output);
  return { units: leaveLoop(units, next), next, output };
};

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
