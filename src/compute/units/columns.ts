/**
 * All sums of a layer side by side in one wide matrix, so that products which share an operand
 * become one product into neighbouring columns. In the backward pass, the same columns hold the
 * gradients of the sums.
 */
import { type CellUnits, numbered, type Scope, type SumUnit, type UnitId } from "./units.ts";

/** operand · [W₁; W₂; …]ᵀ into columns first…first+width−1 of the wide matrix. */
export interface JoinedProduct {
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
  readonly products: readonly JoinedProduct[];
}

/** A sum and its number. */
interface NumberedSum {
  readonly id: UnitId;
  readonly unit: SumUnit;
}

/** Chooses the order of the columns and joins the products. */
export const joinProducts = (cell: CellUnits): Columns => {
  const sums = orderSums(cell);
  const of = new Map<UnitId, number>();
  let width = 0;
  for (const { id, unit } of sums) {
    of.set(id, width);
    width += unit.size;
  }
  return { of, width, products: joinNeighbours(sums, of) };
};

/**
 * Sums that read only the layer's input come first, then those that read both, then those that read
 * only states. So the input's product and the state's product each cover one contiguous range (for
 * the GRU n | r z | Whn h). Sums that wait for the end of the loop are outside these ranges.
 */
const orderSums = ({ units }: CellUnits): NumberedSum[] => {
  const sums = numbered(units).flatMap(([id, unit]) => (unit.kind === "sum" ? [{ id, unit }] : []));
  return sums
    .map((sum, order) => ({
      ...sum,
      order,
      rank: rankOf(sum.unit),
      operands: operandsKey(sum.unit),
    }))
    .sort((a, b) =>
      a.rank - b.rank ||
      (a.operands < b.operands ? -1 : a.operands > b.operands ? 1 : a.order - b.order)
    );
};

const rankOf = (unit: SumUnit): number => {
  const scopes = new Set(unit.terms.map((term) => term.scope));
  if (unit.scope === "post") return scopes.has("tokens") ? -1 : 3;
  return scopes.size === 2 ? 1 : scopes.has("tokens") ? 0 : 2;
};

/** Sums of the same operands have the same key, and so stand side by side. */
const operandsKey = (unit: SumUnit): string =>
  unit.terms.map((term) => String(term.operand).padStart(6, "0")).sort().join(" ");

const joinNeighbours = (
  sums: readonly NumberedSum[],
  of: ReadonlyMap<UnitId, number>,
): JoinedProduct[] => {
  // A matrix that is used twice has one home, so its products stay on their own.
  const uses = new Map<number, number>();
  for (const { unit } of sums) {
    for (const term of unit.terms) uses.set(term.parameter, (uses.get(term.parameter) ?? 0) + 1);
  }
  const products: JoinedProduct[] = [];
  const open = new Map<string, number>(); // operand and time → the product that may still grow
  for (const { id, unit } of sums) {
    const first = of.get(id)!;
    for (const term of unit.terms) {
      const shared = uses.get(term.parameter)! > 1;
      const key = `${term.operand} ${term.scope}`;
      const index = shared ? undefined : open.get(key);
      const product = index === undefined ? undefined : products[index]!;
      const member = { sum: id, parameter: term.parameter };
      if (product !== undefined && product.first + product.width === first) {
        const members = [...product.members, member];
        products[index!] = { ...product, members, width: product.width + unit.size };
      } else {
        if (!shared) open.set(key, products.length);
        const { scope, operand, lookup } = term;
        products.push({ scope, operand, lookup, members: [member], first, width: unit.size });
      }
    }
  }
  return products;
};
