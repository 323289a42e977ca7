/** Parameters in a plan: the place of each, and what is packed at the start of a step. */
import type { Pointer } from "../../kernels/pointer.ts";
import type { Weight } from "./matrices.ts";

/** Where a parameter lives: element (r, c) is at pointer + 4·(r·rowStride + c·columnStride). */
export interface ParameterPlace {
  readonly key: string;
  readonly rows: number;
  readonly columns: number;
  readonly pointer: Pointer;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** A sum of parameter vectors written into one wide vector at the start of a step. */
export interface BiasVector {
  readonly destination: Pointer;
  readonly columns: number;
  readonly parts: ReadonlyArray<
    { readonly vector: Pointer; readonly column: number; readonly columns: number }
  >;
}

/** A weight to be packed at the start of a step. */
export interface WeightPack {
  readonly weight: Weight;
  readonly form: "forward" | "backward";
}
