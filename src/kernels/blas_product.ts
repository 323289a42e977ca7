/**
 * The product by BLAS. OpenBLAS copies both operands into blocks of its own unless a product has at
 * most {@link unpackedWork} multiply-adds; where one of its sizes is small, that copying takes as long
 * as the arithmetic. So such a product is cut into calls that are not copied. On one Zen 4 core, in
 * GFLOP/s, whole and cut: 16 × 256 × 1024 74 and 99, 17 × 100 × 8000 65 and 92, 1000 × 100 × 17 74
 * and 87. With a transposed second operand small calls are slow whatever their size (16 × 1024 × 256:
 * 61), so that one is turned round first: here where it is small, by `pack` where it is a weight that
 * many products of a step share (16 × 1024 × 256: 100). The cut depends on sizes only.
 */
import { blasGemm } from "./blas.ts";
import type { Pointer, Product } from "./kernels.ts";
import { loadKernels } from "./load_kernels.ts";

/** Multiply-adds of a call that OpenBLAS does without copying its operands. */
const unpackedWork = 1e6;
/** A product is cut where its smallest size is at most this: above, copying pays. */
const fewest = 48;
/** Rows of a result from which a second operand with few columns is worth turning round. */
const manyRows = 64;
const fewColumns = 32;

/** Columns of a panel, the unit in which a weight is turned round. */
const panelColumns = 16;

/** Elements that {@link blasProduct} writes to its scratch. */
export const blasScratchElements = 262144;

/**
 * Length of the stretches that the longest of a product's sizes is cut into, with `work`
 * multiply-adds for one of it; the whole length where no cut is worth it.
 */
export const stretch = (length: number, work: number): number => {
  const unit = length >= 512 ? 64 : 16;
  const most = Math.floor(unpackedWork / work / unit) * unit;
  return most < 32 || length <= most ? length : most;
};

/** The product by BLAS on a shared memory; `scratch` points at {@link blasScratchElements} numbers. */
export function blasProduct(memory: WebAssembly.Memory, scratch: Pointer): Product {
  const whole = blasGemm(memory);
  const { transpose } = loadKernels(memory);

  /** op(B) is not transposed here. */
  const cut = (
    transposeA: boolean,
    m: number,
    n: number,
    k: number,
    alpha: number,
    a: Pointer,
    lda: number,
    b: Pointer,
    ldb: number,
    beta: 0 | 1,
    c: Pointer,
    ldc: number,
  ): void => {
    const longest = Math.max(m, n, k);
    if (Math.min(m, n, k) > fewest || m * n * k <= unpackedWork) {
      return whole(transposeA, false, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }
    const step = stretch(longest, m * n * k / longest);
    for (let at = 0; at < longest; at += step) {
      const size = Math.min(step, longest - at);
      if (longest === m) {
        const from = a + 4 * at * (transposeA ? 1 : lda);
        const to = c + 4 * at * ldc;
        whole(transposeA, false, size, n, k, alpha, from, lda, b, ldb, beta, to, ldc);
      } else if (longest === n) {
        const [from, to] = [b + 4 * at, c + 4 * at];
        whole(transposeA, false, m, size, k, alpha, a, lda, from, ldb, beta, to, ldc);
      } else {
        const left = a + 4 * at * (transposeA ? lda : 1);
        const right = b + 4 * at * ldb;
        const added = at === 0 ? beta : 1;
        whole(transposeA, false, m, n, size, alpha, left, lda, right, ldb, added, c, ldc);
      }
    }
  };

  return {
    kind: "blas",
    gemm(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) {
      if (!transposeB) return cut(transposeA, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      const turns = m >= manyRows && n <= fewColumns && n * k <= blasScratchElements;
      if (!turns) return whole(transposeA, true, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      transpose(b, n, k, ldb, scratch, n);
      cut(transposeA, m, n, k, alpha, a, lda, scratch, n, beta, c, ldc);
    },
    packedBytes: (k, n) => 4 * k * n,
    panels: (n) => Math.ceil(n / panelColumns),
    pack(transposeB, k, n, b, ldb, packed, first, last) {
      const column = first * panelColumns;
      const columns = Math.min(n, last * panelColumns) - column;
      const to = packed + 4 * column;
      if (transposeB) return transpose(b + 4 * column * ldb, columns, k, ldb, to, n);
      throw new Error("BLAS packs a transposed matrix only: others are as good where they are");
    },
    gemmPacked(transposeA, m, n, k, alpha, a, lda, packed, beta, c, ldc) {
      cut(transposeA, m, n, k, alpha, a, lda, packed, n, beta, c, ldc);
    },
  };
}
