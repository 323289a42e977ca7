/**
 * The order of a layer's work in one scope: passes of pointwise gates between products. Each pass
 * takes every gate that is ready, so a chain of gates is one tape; then every product that is ready.
 */
import type { Columns, Run } from "./columns.ts";
import type { CellUnits, Scope, UnitId } from "./units.ts";

/** A value computed by a tape: a gate, or a unit that is added to a sum. */
export type PointwiseItem =
  | { readonly kind: "gate"; readonly unit: UnitId }
  | { readonly kind: "addend"; readonly sum: UnitId; readonly unit: UnitId };

export type Segment =
  | { readonly kind: "tape"; readonly items: readonly PointwiseItem[] }
  | { readonly kind: "products"; readonly runs: readonly Run[] };

/** Orders the work of both scopes; every value is made before it is read. */
export const segments = (cell: CellUnits, columns: Columns): Record<Scope, readonly Segment[]> => {
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

  const order = (scope: Scope): Segment[] => {
    const result: Segment[] = [];
    let items: PointwiseItem[] = units.flatMap((unit, id): PointwiseItem[] =>
      unit.kind === "gate" && unit.scope === scope
        ? [{ kind: "gate", unit: id }]
        : unit.kind === "sum"
        ? unit.addends.filter((addend) => units[addend]!.scope === scope)
          .map((addend) => ({ kind: "addend", sum: id, unit: addend }))
        : []
    );
    let runs = columns.runs.filter((run) => run.scope === scope);
    while (items.length + runs.length > 0) {
      const before = items.length + runs.length;
      const tape: PointwiseItem[] = [];
      for (let again = true; again;) {
        const rest: PointwiseItem[] = [];
        for (const item of items) {
          if (
            item.kind === "addend"
              ? done.has(item.unit)
              : argsOf(cell, item.unit).every((a) => done.has(a))
          ) {
            tape.push(item);
            if (item.kind === "gate") done.add(item.unit);
            else arrived(item.sum);
          } else rest.push(item);
        }
        again = rest.length < items.length;
        items = rest;
      }
      if (tape.length > 0) result.push({ kind: "tape", items: tape });
      const ready = runs.filter((run) => done.has(run.operand));
      if (ready.length > 0) result.push({ kind: "products", runs: ready });
      runs = runs.filter((run) => !ready.includes(run));
      for (const run of ready) for (const member of run.members) arrived(member.sum);
      if (items.length + runs.length === before) throw new Error("A cell's graph has a cycle");
    }
    return result;
  };

  return { tokens: order("tokens"), loop: order("loop") };
};

const argsOf = (cell: CellUnits, id: UnitId): readonly UnitId[] => {
  const unit = cell.units[id]!;
  return unit.kind === "gate" ? unit.args : [];
};
