/**
 * The order of a layer's work in one scope: passes of pointwise gates alternate with products. Each
 * pass takes every gate that is ready, so a chain of gates is one tape. Then come all products that
 * are ready. A user's gate, which no tape can hold, is a segment of its own.
 */
import type { Columns, JoinedProduct } from "./columns.ts";
import type { CellGraph } from "../../model/cells/graph.ts";
import { scopeWithin } from "./leave_loop.ts";
import { argsOf, type CellUnits, numbered, type Scope, type UnitId } from "./units.ts";

/** A value computed by a tape: a gate, or a unit that is added to a sum. */
export type PointwiseItem =
  | { readonly kind: "gate"; readonly unit: UnitId }
  | { readonly kind: "addend"; readonly sum: UnitId; readonly unit: UnitId };

export type Segment =
  | { readonly kind: "tape"; readonly items: readonly PointwiseItem[] }
  | { readonly kind: "products"; readonly products: readonly JoinedProduct[] }
  /** A gate without a kernel. */
  | { readonly kind: "gate"; readonly unit: UnitId };

export type Segments = Readonly<Record<Scope, readonly Segment[]>>;

/** Orders the work of all scopes; every value is made before it is read. */
export const segments = (
  cell: CellUnits,
  columns: Columns,
  gates: CellGraph["gates"],
): Segments => {
  const progress = makeProgress(cell);
  const order = (scope: Scope) => orderWork(progress, workOf(cell, columns, gates, scope));
  return { tokens: order("tokens"), loop: order("loop"), post: order("post") };
};

/** What is to be done in one scope. */
interface Work {
  /** In the order of what they compute. */
  readonly items: readonly PointwiseItem[];
  /** Gates without a kernel. */
  readonly calls: readonly UnitId[];
  readonly products: readonly JoinedProduct[];
}

const workOf = (
  { units }: CellUnits,
  columns: Columns,
  gates: CellGraph["gates"],
  scope: Scope,
): Work => {
  const items: PointwiseItem[] = [];
  const addends: PointwiseItem[] = [];
  const calls: UnitId[] = [];
  for (const [id, unit] of numbered(units)) {
    if (unit.kind === "sum") {
      for (const addend of unit.addends) {
        if (scopeWithin(units[addend]!.scope, unit.scope) !== scope) continue;
        addends.push({ kind: "addend", sum: id, unit: addend });
      }
    }
    if (unit.kind !== "gate" || unit.scope !== scope) continue;
    if (isFunction(gates, unit.gate)) calls.push(id);
    else items.push({ kind: "gate", unit: id });
  }
  return {
    items: [...items, ...addends].sort((a, b) => computedBy(a) - computedBy(b)),
    calls,
    products: columns.products.filter((product) => product.scope === scope),
  };
};

/** Whether a gate is a TypeScript function only; concat, which is copies, has no kernel either. */
const isFunction = (gates: CellGraph["gates"], gate: string): boolean =>
  gate !== "concat" && gates.get(gate)?.kernel === undefined;

/** The unit that an item computes, or computes a part of. */
const computedBy = (item: PointwiseItem): UnitId => item.kind === "gate" ? item.unit : item.sum;

/** Which units have their values. */
interface Progress {
  readonly isDone: (id: UnitId) => boolean;
  /** Whether all that a gate reads is done. */
  readonly isReady: (gate: UnitId) => boolean;
  readonly made: (id: UnitId) => void;
  /** One product or addend of a sum has been added; with the last the sum is done. */
  readonly added: (sum: UnitId) => void;
}

const makeProgress = ({ units }: CellUnits): Progress => {
  const done = new Set<UnitId>();
  const lacking = new Map<UnitId, number>(); // products and addends that a sum still lacks
  for (const [id, unit] of numbered(units)) {
    if (unit.kind === "sum") lacking.set(id, unit.terms.length + unit.addends.length);
    else if (unit.kind !== "gate") done.add(id);
  }
  return {
    isDone: (id) => done.has(id),
    isReady: (gate) => argsOf(units[gate]!).every((arg) => done.has(arg)),
    made: (id) => done.add(id),
    added: (sum) => {
      const left = lacking.get(sum)! - 1;
      lacking.set(sum, left);
      if (left === 0) done.add(sum);
    },
  };
};

const orderWork = (progress: Progress, { items, calls, products }: Work): Segment[] => {
  const segments: Segment[] = [];
  const left = () => items.length + calls.length + products.length;
  while (left() > 0) {
    const before = left();
    const { tape, rest } = fillTape(progress, items);
    items = rest;
    if (tape.length > 0) segments.push({ kind: "tape", items: tape });
    const readyCalls = calls.filter(progress.isReady);
    calls = calls.filter((unit) => !readyCalls.includes(unit));
    for (const unit of readyCalls) segments.push({ kind: "gate", unit });
    readyCalls.forEach(progress.made);
    const ready = products.filter((product) => progress.isDone(product.operand));
    products = products.filter((product) => !ready.includes(product));
    if (ready.length > 0) segments.push({ kind: "products", products: ready });
    for (const product of ready) for (const { sum } of product.members) progress.added(sum);
    if (left() === before) throw new Error("A cell's graph has a cycle");
  }
  return segments;
};

/** Takes every item that is ready, also by what the tape itself computes before. */
const fillTape = (progress: Progress, items: readonly PointwiseItem[]) => {
  const tape: PointwiseItem[] = [];
  let waiting = items;
  for (let again = true; again;) {
    const rest: PointwiseItem[] = [];
    for (const item of waiting) {
      const ready = item.kind === "addend"
        ? progress.isDone(item.unit)
        : progress.isReady(item.unit);
      if (!ready) rest.push(item);
      else {
        tape.push(item);
        if (item.kind === "gate") progress.made(item.unit);
        else progress.added(item.sum);
      }
    }
    again = rest.length < waiting.length;
    waiting = rest;
  }
  return { tape, rest: waiting };
};
