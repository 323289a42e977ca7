/**
 * The order of a layer's work in one scope: passes of pointwise gates between products. Each pass
 * takes every gate that is ready, so a chain of gates is one tape; then every product that is ready.
 * A gate of the user's, which no tape can hold, stands by itself.
 */
import type { Columns, Run } from "./columns.ts";
import type { CellGraph } from "../../model/cells/graph.ts";
import { scopeWithin } from "./leave_loop.ts";
import type { CellUnits, Scope, UnitId } from "./units.ts";

/** A value computed by a tape: a gate, or a unit that is added to a sum. */
export type PointwiseItem =
  | { readonly kind: "gate"; readonly unit: UnitId }
  | { readonly kind: "addend"; readonly sum: UnitId; readonly unit: UnitId };

export type Segment =
  | { readonly kind: "tape"; readonly items: readonly PointwiseItem[] }
  | { readonly kind: "products"; readonly runs: readonly Run[] }
  /** A gate without a kernel. */
  | { readonly kind: "gate"; readonly unit: UnitId };

export type Segments = Readonly<Record<Scope, readonly Segment[]>>;

/** Whether a gate is a TypeScript function only; concat, which is copies, has no kernel either. */
const isFunction = (gates: CellGraph["gates"], gate: string): boolean =>
  gate !== "concat" && gates.get(gate)?.kernel === undefined;

/** Orders the work of all scopes; every value is made before it is read. */
export const segments = (
  cell: CellUnits,
  columns: Columns,
  gates: CellGraph["gates"],
): Segments => {
  const { units } = cell;
  const done = new Set<UnitId>();
  const waiting = new Map<UnitId, number>(); // products and addends that a sum still lacks
  units.forEach((unit, id) => {
    if (unit.kind === "sum") waiting.set(id, unit.terms.length + unit.addends.length);
    else if (unit.kind !== "gate") done.add(id);
  });
  const arrived = (sum: UnitId) => {
    const left = waiting.get(sum)! - 1;
    waiting.set(sum, left);
    if (left === 0) done.add(sum);
  };

  const isReady = (id: UnitId): boolean => argsOf(cell, id).every((arg) => done.has(arg));
  const isCall = (id: UnitId): boolean => {
    const unit = units[id]!;
    return unit.kind === "gate" && isFunction(gates, unit.gate);
  };

  const order = (scope: Scope): Segment[] => {
    const result: Segment[] = [];
    const own = units.flatMap((unit, id) =>
      unit.kind === "gate" && unit.scope === scope ? [id] : []
    );
    let items: PointwiseItem[] = [
      ...own.filter((id) => !isCall(id)).map((unit) => ({ kind: "gate" as const, unit })),
      ...units.flatMap((unit, sum): PointwiseItem[] =>
        unit.kind === "sum"
          ? unit.addends.filter((addend) => scopeWithin(units[addend]!.scope, unit.scope) === scope)
            .map((addend) => ({ kind: "addend", sum, unit: addend }))
          : []
      ),
    ].sort((a, b) => placeOf(a) - placeOf(b));
    let calls = own.filter(isCall);
    let runs = columns.runs.filter((run) => run.scope === scope);
    const left = () => items.length + calls.length + runs.length;
    while (left() > 0) {
      const before = left();
      const tape: PointwiseItem[] = [];
      for (let again = true; again;) {
        const rest: PointwiseItem[] = [];
        for (const item of items) {
          if (item.kind === "addend" ? done.has(item.unit) : isReady(item.unit)) {
            tape.push(item);
            if (item.kind === "gate") done.add(item.unit);
            else arrived(item.sum);
          } else rest.push(item);
        }
        again = rest.length < items.length;
        items = rest;
      }
      if (tape.length > 0) result.push({ kind: "tape", items: tape });
      const readyCalls = calls.filter(isReady);
      for (const unit of readyCalls) result.push({ kind: "gate", unit });
      calls = calls.filter((unit) => !readyCalls.includes(unit));
      for (const unit of readyCalls) done.add(unit);
      const ready = runs.filter((run) => done.has(run.operand));
      if (ready.length > 0) result.push({ kind: "products", runs: ready });
      runs = runs.filter((run) => !ready.includes(run));
      for (const run of ready) for (const member of run.members) arrived(member.sum);
      if (left() === before) throw new Error("A cell's graph has a cycle");
    }
    return result;
  };

  return { tokens: order("tokens"), loop: order("loop"), post: order("post") };
};

/** Items stand in the order of what they compute. */
const placeOf = (item: PointwiseItem): UnitId => item.kind === "gate" ? item.unit : item.sum;

const argsOf = (cell: CellUnits, id: UnitId): readonly UnitId[] => {
  const unit = cell.units[id]!;
  return unit.kind === "gate" ? unit.args : [];
};
