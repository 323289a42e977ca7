/** Matrices of a layer, each reserved for as long as something in it is wanted. */
import type { MatrixRows, RowClass } from "../plan/matrices.ts";
import type { UnitId } from "../units/units.ts";
import type { LayerInput } from "./layer_input.ts";

export interface LayerBuffers {
  /** For the values of some units, a row per token, from the way forward on. */
  readonly values: (size: number, units: readonly UnitId[]) => MatrixRows;
  /** For gradients, from the layer's way back to its end, or until those of the parameters are known. */
  readonly gradients: (
    rows: RowClass,
    size: number,
    until?: "backward" | "gradients",
  ) => MatrixRows;
}

export const layerBuffers = ({ cell, columns, buffers, times }: LayerInput): LayerBuffers => {
  // Operands of products, and what the layer above is given, are wanted for the parameters' gradients.
  const operands = new Set([...columns.products.map((product) => product.operand), cell.output]);
  return {
    values: (size, units) => {
      const to = units.some((id) => operands.has(id)) ? times.gradients : times.backward;
      return buffers.matrix("token", size, { from: times.forward, to });
    },
    gradients: (rows, size, until = "backward") =>
      buffers.matrix(rows, size, { from: times.backward, to: times[until] }),
  };
};
