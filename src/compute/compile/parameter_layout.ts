/**
 * Where the parameters are in memory. They share one flat range, so an update walks over blocks of
 * it. The matrices of a joined product are stacked. A matrix that is applied to one-hot input is
 * stored transposed, so looking up a token reads one row.
 */
import { Schema } from "effect";
import { RefusedExperiment } from "../../base/errors.ts";
import { elementsOn, nowhere, type Pointer } from "../../kernels/pointer.ts";
import type { CellGraph } from "../../model/cells/graph.ts";
import { parameterKey } from "../../model/build_model.ts";
import type { Model } from "../../model/model.ts";
import type { Columns, JoinedProduct } from "../units/columns.ts";
import type { ParameterPlace } from "../plan/parameters.ts";
import { type Arena, makeArena } from "../plan/arena.ts";

export interface LayoutLayer {
  readonly graph: CellGraph;
  readonly columns: Columns;
}

/** Pointers count from the start of the range. */
export interface ParameterLayout {
  readonly places: readonly ParameterPlace[];
  /** Start of the matrix of a joined product. */
  readonly products: ReadonlyMap<JoinedProduct, Pointer>;
  readonly byKey: ReadonlyMap<string, ParameterPlace>;
  readonly elements: number;
}

/** A matrix that would have to stand upright and on its side. */
export class MixedMatrix extends RefusedExperiment.extend<MixedMatrix>("MixedMatrix")({
  _tag: Schema.tag("MixedMatrix"),
  matrix: Schema.String,
  cell: Schema.String,
}) {
  override get message(): string {
    return `Matrix "${this.matrix}" of cell "${this.cell}" multiplies both one-hot tokens and a ` +
      "vector, which the float32 engine can't: use two matrices, an embedding or precision float64";
  }
}

/** @throws MixedMatrix */
export const parameterLayout = (model: Model, layers: readonly LayoutLayer[]): ParameterLayout => {
  const range = makeRange(model);
  const products = new Map(
    layers.flatMap(({ graph, columns }, layer) =>
      columns.products.map((product) =>
        [product, placeProduct(range, graph, layer, product)] as const
      )
    ),
  );
  for (const { key, rows, columns } of model.parameters) {
    if (!range.byKey.has(key)) range.put(key, range.arena.elements(rows * columns), columns, 1);
  }
  const { byKey, arena } = range;
  const places = model.parameters.map(({ key }) => byKey.get(key)!);
  return { places, products, byKey, elements: arena.size() / 4 };
};

/** The range as it fills. */
interface ParameterRange {
  readonly arena: Arena;
  readonly byKey: ReadonlyMap<string, ParameterPlace>;
  readonly put: (key: string, pointer: Pointer, rowStride: number, columnStride: number) => void;
  readonly shapeOf: (key: string) => { readonly rows: number; readonly columns: number };
}

const makeRange = (model: Model): ParameterRange => {
  const byKey = new Map<string, ParameterPlace>();
  const shapes = new Map(model.parameters.map((parameter) => [parameter.key, parameter]));
  const shapeOf = (key: string) => shapes.get(key)!;
  return {
    arena: makeArena(nowhere),
    byKey,
    put: (key, pointer, rowStride, columnStride) => {
      const { rows, columns } = shapeOf(key);
      byKey.set(key, { key, rows, columns, pointer, rowStride, columnStride });
    },
    shapeOf,
  };
};

/** Places the matrices of a joined product, unless they have their place; gives where they start. */
const placeProduct = (
  range: ParameterRange,
  graph: CellGraph,
  layer: number,
  { members, lookup, width }: JoinedProduct,
): Pointer => {
  const { arena, byKey, put, shapeOf } = range;
  const names = members.map(({ parameter }) => graph.parameters[parameter]!.name);
  const keys = names.map((name) => parameterKey(layer, name));
  const known = byKey.get(keys[0]!);
  if (known !== undefined) {
    const isLookedUp = known.columnStride !== 1;
    if (isLookedUp === lookup) return known.pointer;
    throw new MixedMatrix({ matrix: names[0]!, cell: graph.cell });
  }
  const length = shapeOf(keys[0]!).columns;
  const start = arena.elements(width * length);
  let row = 0;
  for (const key of keys) {
    if (lookup) put(key, elementsOn(start, row), 1, width);
    else put(key, elementsOn(start, row * length), length, 1);
    row += shapeOf(key).rows;
  }
  return start;
};
