/**
 * Where the parameters live. All of them stand in one flat range, so that an update is a walk over
 * blocks of it; matrices of a joined product stand on top of each other, and a matrix that meets a
 * one-hot input stands on its side, so that looking up a token reads one row.
 */
import { elementsOn, nowhere, type Pointer } from "../../kernels/pointer.ts";
import type { CellGraph } from "../../model/cells/graph.ts";
import type { Model } from "../../model/model.ts";
import type { Columns, JoinedProduct } from "../units/columns.ts";
import type { ParameterPlace } from "../plan/parameters.ts";
import { makeArena } from "../plan/arena.ts";

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

export const parameterLayout = (model: Model, layers: readonly LayoutLayer[]): ParameterLayout => {
  const arena = makeArena(nowhere);
  const byKey = new Map<string, ParameterPlace>();
  const products = new Map<JoinedProduct, Pointer>();
  const shape = new Map(model.parameters.map((parameter) => [parameter.key, parameter]));
  const put = (key: string, pointer: Pointer, rowStride: number, columnStride: number) => {
    const { rows, columns } = shape.get(key)!;
    byKey.set(key, { key, rows, columns, pointer, rowStride, columnStride });
  };
  layers.forEach(({ graph, columns }, layer) => {
    for (const product of columns.products) {
      const keys = product.members.map(({ parameter }) =>
        `${layer}.${graph.parameters[parameter]!.name}`
      );
      const known = byKey.get(keys[0]!);
      if (known !== undefined) {
        if ((known.columnStride !== 1) !== product.lookup) {
          const { name } = graph.parameters[product.members[0]!.parameter]!;
          throw new RangeError(
            `Matrix "${name}" of cell "${graph.cell}" multiplies both one-hot tokens and a vector, ` +
              "which the float32 engine can't: use two matrices, an embedding or precision float64",
          );
        }
        products.set(product, known.pointer);
        continue;
      }
      const length = shape.get(keys[0]!)!.columns;
      const start = arena.elements(product.width * length);
      products.set(product, start);
      let row = 0;
      for (const key of keys) {
        if (product.lookup) put(key, elementsOn(start, row), 1, product.width);
        else put(key, elementsOn(start, row * length), length, 1);
        row += shape.get(key)!.rows;
      }
    }
  });
  for (const { key, rows, columns } of model.parameters) {
    if (!byKey.has(key)) put(key, arena.elements(rows * columns), columns, 1);
  }
  const places = model.parameters.map(({ key }) => byKey.get(key)!);
  return { places, products, byKey, elements: arena.size() / 4 };
};
