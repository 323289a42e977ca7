/**
 * The product by BLAS, in calls that OpenBLAS does without copying (blas_cut.ts). With a transposed
 * second operand, small calls are slow at any size, so that one is transposed first: here where it
 * is small, by `pack` where it is a weight that many products of a step share.
 */
import { blasGemm } from "./blas.ts";
import { inCalls } from "./blas_cut.ts";
import { loadKernels } from "./load_kernels.ts";
import { panelColumns, panelsOf } from "./panel.ts";
import { elementsOn, type Pointer } from "./pointer.ts";
import type { Product } from "./product.ts";
import { leastTransposedRows, mostTransposedColumns, mostTransposedElements } from "./tuning.ts";

/**
 * The product by BLAS on a shared memory; `scratch` points at {@link mostTransposedElements}
 * numbers.
 */
export function blasProduct(memory: WebAssembly.Memory, scratch: Pointer): Product {
  const whole = blasGemm(memory);
  const cut = inCalls(whole);
  const { transpose } = loadKernels(memory);
  return {
    kind: "blas",
    gemm(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) {
      if (!transposeB) return cut(transposeA, false, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      const transposes = m >= leastTransposedRows && n <= mostTransposedColumns &&
        n * k <= mostTransposedElements;
      if (!transposes) return whole(transposeA, true, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      transpose(b, n, k, ldb, scratch, n);
      cut(transposeA, false, m, n, k, alpha, a, lda, scratch, n, beta, c, ldc);
    },
    packedBytes: (k, n) => 4 * k * n,
    panels: panelsOf,
    pack(transposeB, k, n, b, ldb, packed, first, last) {
      const column = first * panelColumns;
      const columns = Math.min(n, last * panelColumns) - column;
      const to = elementsOn(packed, column);
      const from = elementsOn(b, column * ldb);
      if (transposeB) return transpose(from, columns, k, ldb, to, n);
      throw new Error("BLAS packs a transposed matrix only: others are as good where they are");
    },
    gemmPacked(transposeA, m, n, k, a, lda, packed, beta, c, ldc) {
      cut(transposeA, false, m, n, k, 1, a, lda, packed, n, beta, c, ldc);
    },
  };
}
