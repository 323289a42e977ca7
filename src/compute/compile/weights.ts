/** Parameter matrices that products read, and the forms in which they are packed once per step. */
import { panelColumns, panelsOf } from "../../kernels/panel.ts";
import { nowhere, type Pointer } from "../../kernels/pointer.ts";
import { leastTransposedWeightRows } from "../../kernels/tuning.ts";
import type { Arena } from "../plan/arena.ts";
import type { JoinedProduct } from "../units/columns.ts";
import type { CompileOptions } from "./compile_options.ts";
import type { Weight } from "../plan/matrices.ts";
import type { Plan } from "../plan/plan.ts";

/** In which forms a weight is packed. */
interface Forms {
  readonly forward: boolean;
  readonly backward: boolean;
}

export interface Weights {
  /** The matrix of a joined product, rows × columns; `lookup`: rows of it are read, nothing is multiplied. */
  readonly ofProduct: (product: JoinedProduct, place: Pointer, columns: number) => Weight;
  /** A matrix that stays as it is. */
  readonly unpacked: (place: Pointer, rows: number, columns: number) => Weight;
  /** What is packed at the start of a step. */
  readonly packs: Plan["packs"];
}

export const makeWeights = (arena: Arena, options: CompileOptions): Weights => {
  const packs: { weight: Weight; form: "forward" | "backward" }[] = [];
  const packed = (place: Pointer, rows: number, columns: number, forms: Forms): Weight => {
    const weight: Weight = {
      pointer: place,
      rows,
      columns,
      packedForward: forms.forward ? packedPlace(arena, columns, rows) : nowhere,
      packedBackward: forms.backward ? packedPlace(arena, rows, columns) : nowhere,
    };
    if (forms.forward) packs.push({ weight, form: "forward" });
    if (forms.backward) packs.push({ weight, form: "backward" });
    return weight;
  };
  const unpacked = (place: Pointer, rows: number, columns: number) =>
    packed(place, rows, columns, { forward: false, backward: false });
  return {
    ofProduct: (product, place, columns) =>
      product.lookup
        ? unpacked(place, product.width, columns)
        : packed(place, product.width, columns, formsOf(options, product)),
    unpacked,
    packs,
  };
};

/**
 * Our own product wants every weight packed. BLAS packs by itself, but wants the matrices that a few
 * rows meet at each time step transposed (see src/kernels/blas_product.ts).
 */
const formsOf = (
  { gemm, capacity, forwardOnly }: CompileOptions,
  product: JoinedProduct,
): Forms =>
  gemm === "blas"
    ? {
      forward: product.scope === "loop" && capacity.rows >= leastTransposedWeightRows,
      backward: false,
    }
    : { forward: true, backward: forwardOnly !== true };

const packedPlace = (arena: Arena, k: number, n: number): Pointer =>
  arena.elements(k * panelsOf(n) * panelColumns);
