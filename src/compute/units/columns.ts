/**
 * All sums of a layer side by side in one wide matrix, so that products which share an operand
 * become one product into neighbouring columns. The same columns hold the sums' gradients on the
 * way back.
 */
import type { CellUnits, Scope, SumUnit, UnitId } from "./units.ts";

/** One joined product: operand · [W₁; W₂; …]ᵀ into columns first…first+width−1 of the wide matrix. */
export interface Run {
  readonly scope: Scope;
  readonly operand: UnitId;
  readonly lookup: boolean;
  readonly members: readonly { readonly sum: UnitId; readonly parameter: number }[];
  readonly first: number;
  readonly width: number;
}

export interface Columns {
  /** First column of each sum. */
  readonly of: ReadonlyMap<UnitId, number>;
  readonly width: number;
  readonly runs: readonly Run[];
}

/**
 * Chooses the order of the columns and joins the products. Sums that meet only the layer's input
 * come first, then those that meet both, then those that meet only states: so the input's product
 * and the state's product each cover one unbroken range (for the GRU n | r z | Whn h). Sums that wait
 * for the loop's end stand outside of these.
 */
export const joinProducts = ({ units }: CellUnits): Columns => {
  const sums = units.flatMap((unit, id) => (unit.kind === "sum" ? [{ id, unit }] : []));
  const rank = (unit: SumUnit) => {
    const scopes = new Set(unit.terms.map((term) => term.scope));
    if (unit.scope === "post") return scopes.has("tokens") ? -1 : 3;
    return scopes.size === 2 ? 1 : scopes.has("tokens") ? 0 : 2;
  };
  const operands = (unit: SumUnit) =>
    unit.terms.map((term) => String(term.operand).padStart(6, "0")).sort().join(" ");
  const ordered = sums
    .map((sum, order) => ({ ...sum, order, rank: rank(sum.unit), operands: operands(sum.unit) }))
    .sort((a, b) =>
      a.rank - b.rank ||
      (a.operands < b.operands ? -1 : a.operands > b.operands ? 1 : a.order - b.order)
    );
  const of = new Map<UnitId, number>();
  let width = 0;
  for (const { id, unit } of ordered) {
    of.set(id, width);
    width += unit.size;
  }
  return { of, width, runs: joinRuns(ordered, of) };
};

const joinRuns = (
  ordered: readonly { readonly id: UnitId; readonly unit: SumUnit }[],
  of: ReadonlyMap<UnitId, number>,
): Run[] => {
  // A matrix that is used twice has one home, so its products stay on their own.
  const uses = new Map<number, number>();
  for (const { unit } of ordered) {
    for (const term of unit.terms) uses.set(term.parameter, (uses.get(term.parameter) ?? 0) + 1);
  }
  const runs: Run[] = [];
  const open = new Map<string, number>(); // operand and time → index of the run that may still grow
  for (const { id, unit } of ordered) {
    const first = of.get(id)!;
    for (const term of unit.terms) {
      const shared = uses.get(term.parameter)! > 1;
      const key = `${term.operand} ${term.scope}`;
      const index = shared ? undefined : open.get(key);
      const run = index === undefined ? undefined : runs[index]!;
      const member = { sum: id, parameter: term.parameter };
      if (run !== undefined && run.first + run.width === first) {
        runs[index!] = { ...run, members: [...run.members, member], width: run.width + unit.size };
      } else {
        if (!shared) open.set(key, runs.length);
        const { scope, operand, lookup } = term;
        runs.push({ scope, operand, lookup, members: [member], first, width: unit.size });
      }
    }
  }
  return runs;
};
