/** The matrix of all sums of a layer side by side (units/columns.ts), and those of their gradients. */
import { elementsOn } from "../../kernels/pointer.ts";
import type { MatrixRows } from "../plan/matrices.ts";
import { numbered, type UnitId } from "../units/units.ts";
import type { LayerBuffers } from "./layer_buffers.ts";
import type { LayerInput } from "./layer_input.ts";
import type { UnitUses } from "./unit_uses.ts";

export interface WideMatrix {
  readonly values: MatrixRows;
  /** By age. */
  readonly gradient: MatrixRows;
  /** Summed over the ages, a row per token; with one age the same matrix. */
  readonly gradientSum: MatrixRows;
}

export const reserveWideMatrix = (
  { cell: { units }, columns: { width }, ages }: LayerInput,
  uses: UnitUses,
  buffers: LayerBuffers,
): WideMatrix => {
  const inside = numbered(units).flatMap(([id, unit]) =>
    unit.kind === "sum" || uses.get(id)?.inPlaceOf !== undefined ? [id] : []
  );
  const values = buffers.values(width, inside);
  if (ages === 1) {
    const gradient = buffers.gradients("age", width, "gradients");
    return { values, gradient, gradientSum: { ...gradient, rows: "token" } };
  }
  const gradient = buffers.gradients("age", width);
  return { values, gradient, gradientSum: buffers.gradients("token", width, "gradients") };
};

/** The columns of a wide matrix from column `first` on. */
export const fromColumn = (wide: MatrixRows, first: number): MatrixRows => ({
  ...wide,
  base: elementsOn(wide.base, first),
});

/** The columns of a sum in a wide matrix. */
export const columnsOfSum = (
  { columns }: Pick<LayerInput, "columns">,
  wide: MatrixRows,
  sum: UnitId,
): MatrixRows => fromColumn(wide, columns.of.get(sum)!);
