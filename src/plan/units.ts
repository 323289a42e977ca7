/**
 * A cell's graph regrouped for compilation. Products do not stand alone: a sum of products, biases
 * and other values becomes one unit, because products accumulate straight into the place where the
 * sum is wanted. What does not depend on a state, and what no state depends on, is outside the time loop.
 */
import type { CellGraph, NodeId } from "../cells/graph.ts";
import { leaveLoop } from "./leave_loop.ts";
import { mergeProducts } from "./merge_products.ts";

export type UnitId = number;

/** `tokens`: for all tokens at once, before the loop; `loop`: step by step; `post`: all at once, after it. */
export type Scope = "tokens" | "loop" | "post";
export const scopes: readonly Scope[] = ["tokens", "loop", "post"];

/** Matrix parameter times unit, one term of a sum. */
export interface Term {
  readonly parameter: number;
  readonly operand: UnitId;
  readonly lookup: boolean;
  readonly scope: Scope;
}

export interface SumUnit {
  readonly kind: "sum";
  readonly size: number;
  readonly scope: Scope;
  readonly terms: readonly Term[];
  /** Vector parameters in the sum. */
  readonly biases: readonly number[];
  /** Other units in the sum. */
  readonly addends: readonly UnitId[];
}

export interface GateUnit {
  readonly kind: "gate";
  readonly gate: string;
  readonly args: readonly UnitId[];
  readonly settings: readonly number[];
  /** Names the place of a dropout mask. */
  readonly salt: number;
  readonly size: number;
  readonly scope: Scope;
}

export type Unit =
  | { readonly kind: "input"; readonly size: number; readonly scope: "tokens" }
  | {
    readonly kind: "state";
    readonly state: number;
    readonly size: number;
    readonly scope: "loop";
  }
  | {
    readonly kind: "vector";
    readonly parameter: number;
    readonly size: number;
    readonly scope: "tokens";
  }
  | SumUnit
  | GateUnit;

/** A cell's units in topological order. */
export interface CellUnits {
  readonly units: readonly Unit[];
  /** The unit that holds the next value of each state. */
  readonly next: readonly UnitId[];
  readonly output: UnitId;
}

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
  const push = (unit: Unit): UnitId => units.push(unit) - 1;
  const scopeOf = (ids: readonly UnitId[]): Scope =>
    ids.some((id) => units[id]!.scope === "loop") ? "loop" : "tokens";

  const node = (id: NodeId) => graph.nodes[id]!;
  const isProduct = (id: NodeId) => node(id).op === "product" || node(id).op === "lookup";

  /** Terms of nested additions, left to right; an inner sum that is used elsewhere stays whole. */
  const termsOf = (root: NodeId): NodeId[] => {
    const terms: NodeId[] = [];
    const visit = (id: NodeId) => {
      const n = node(id);
      const opened = n.op === "gate" && n.gate === "add" && (id === root || uses[id] === 1);
      if (opened) n.args.forEach(visit);
      else terms.push(id);
    };
    visit(root);
    return terms;
  };

  const makeSum = (size: number, ids: readonly NodeId[]): UnitId => {
    const terms: Term[] = [];
    const biases: number[] = [];
    const addends: UnitId[] = [];
    for (const id of ids) {
      const n = node(id);
      if ((n.op === "product" || n.op === "lookup") && (uses[id] === 1 || ids.length === 1)) {
        const operand = rowsOf(n.args[0]);
        terms.push({
          parameter: n.parameter,
          operand,
          lookup: n.op === "lookup",
          scope: units[operand]!.scope,
        });
      } else if (n.op === "parameter") biases.push(n.parameter);
      else addends.push(unitOf(id));
    }
    const operands = [...terms.map((term) => term.operand), ...addends];
    return push({ kind: "sum", size, scope: scopeOf(operands), terms, biases, addends });
  };

  const make = (id: NodeId): UnitId => {
    const n = node(id);
    switch (n.op) {
      case "input": {
        const input = push({ kind: "input", size: n.size, scope: "tokens" });
        if (inputDropout === undefined || inputDropout.rate === 0) return input;
        const { rate, salt } = inputDropout;
        return push({
          kind: "gate",
          gate: "dropout",
          args: [input],
          settings: [rate],
          salt,
          size: n.size,
          scope: "tokens",
        });
      }
      case "state":
        return push({ kind: "state", state: n.state, size: n.size, scope: "loop" });
      case "parameter":
        return push({ kind: "vector", parameter: n.parameter, size: n.size, scope: "tokens" });
      case "product":
      case "lookup":
        return makeSum(n.size, [id]);
      case "gate": {
        if (n.gate === "add") {
          const terms = termsOf(id);
          if (terms.some((term) => isProduct(term) && uses[term] === 1)) {
            return makeSum(n.size, terms);
          }
        }
        const args = n.args.map(unitOf);
        return push({
          kind: "gate",
          gate: n.gate,
          args,
          settings: n.settings,
          salt: gateSalt(id),
          size: n.size,
          scope: scopeOf(args),
        });
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
    if (units[unit]!.kind !== "vector") return unit;
    const known = copies.get(unit) ?? push({
      kind: "gate",
      gate: "affine",
      args: [unit],
      settings: [1, 0],
      salt: 0,
      size: units[unit]!.size,
      scope: "tokens",
    });
    copies.set(unit, known);
    return known;
  }

  const next = graph.states.map((state) => rowsOf(state.next));
  const output = rowsOf(graph.output);
  return { units: leaveLoop(units, next), next, output };
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
