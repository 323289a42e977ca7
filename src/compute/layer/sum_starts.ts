/**
 * The initial values of a layer's sums. Products accumulate in the wide matrix. With biases, it is
 * filled with them first and every product adds; without, the first product into a column
 * overwrites it.
 */
import type { Call } from "../plan/calls.ts";
import type { BiasVector } from "../plan/parameters.ts";
import type { JoinedProduct } from "../units/columns.ts";
import { scopes, type UnitId } from "../units/units.ts";
import type { LayerContext } from "./layer_context.ts";

export interface SumStarts {
  /** Fills the wide matrix, where it must be filled. */
  readonly prefill: readonly Call[];
  readonly biases: readonly BiasVector[];
  /** 1 for a product that adds to what is there, 0 for one that stores. */
  readonly beta: (product: JoinedProduct) => 0 | 1;
}

export const startSums = (context: LayerContext): SumStarts => {
  const { arena, columns: { width: columns }, wide: { values: destination } } = context;
  const parts = biasParts(context);
  if (parts.length > 0) {
    const vector = arena.elements(columns);
    return {
      prefill: [{ op: "fillRows", vector, columns, destination }],
      biases: [{ destination: vector, columns, parts }],
      beta: () => 1,
    };
  }
  const { storing, mixed } = firstProducts(context);
  if (mixed || hasAddends(context)) {
    return { prefill: [{ op: "zero", destination, columns }], biases: [], beta: () => 1 };
  }
  return { prefill: [], biases: [], beta: (product) => storing.has(product) ? 0 : 1 };
};

const biasParts = ({ cell, columns, parameter, graph }: LayerContext): BiasVector["parts"] =>
  [...columns.of].flatMap(([id, column]) => {
    const unit = cell.units[id]!;
    if (unit.kind !== "sum") return [];
    return unit.biases.map((bias) => ({
      vector: parameter(bias),
      column,
      columns: graph.parameters[bias]!.rows,
    }));
  });

const hasAddends = ({ cell }: LayerContext): boolean =>
  cell.units.some((unit) => unit.kind === "sum" && unit.addends.length > 0);

/** The products that are first in all their columns; `mixed`: one is first in some of them only. */
const firstProducts = ({ segments }: LayerContext) => {
  const written = new Set<UnitId>();
  const storing = new Set<JoinedProduct>();
  let mixed = false;
  for (const segment of scopes.flatMap((scope) => segments[scope])) {
    if (segment.kind !== "products") continue;
    for (const product of segment.products) {
      const known = product.members.filter((member) => written.has(member.sum)).length;
      if (known === 0) storing.add(product);
      else if (known < product.members.length) mixed = true;
      for (const member of product.members) written.add(member.sum);
    }
  }
  return { storing, mixed };
};
