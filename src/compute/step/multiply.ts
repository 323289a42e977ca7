import { nowhere, type Pointer } from "../../kernels/pointer.ts";
import type { Environment } from "./environment.ts";
import type { Weight } from "../plan/matrices.ts";

/** c = beta·c + a·Wᵀ (forward) or a·W (backward), for `rows` rows. */
export const multiply = (
  { product }: Pick<Environment, "product">,
  weight: Weight,
  form: "forward" | "backward",
  rows: number,
  a: Pointer,
  lda: number,
  beta: 0 | 1,
  c: Pointer,
  ldc: number,
): void => {
  const forward = form === "forward";
  const n = forward ? weight.rows : weight.columns;
  const k = forward ? weight.columns : weight.rows;
  const packed = forward ? weight.packedForward : weight.packedBackward;
  if (packed !== nowhere) {
    return product.gemmPacked(false, rows, n, k, a, lda, packed, beta, c, ldc);
  }
  const { pointer, columns } = weight;
  product.gemm(false, forward, rows, n, k, 1, a, lda, pointer, columns, beta, c, ldc);
};
