/**
 * The product by BLAS. OpenBLAS copies both operands into blocks of its own unless a product has at
 * most {@link unpackedWork} multiply-adds; where one of its sizes is small, that copying takes as long
 * as the arithmetic. So such a product is cut into calls that are not copied. On one Zen 4 core, in
 * GFLOP/s, whole and cut: 16 × 256 × 1024 74 and 99, 17 × 100 × 8000 65 and 92, 1000 × 100 × 17 74
 * and 87; 560 × 100 × 512 97 and 105. With a transposed second operand small calls are slow whatever their size (16 × 1024 × 256:
 * 61), so that one is turned round first: here where it is small, by `pack` where it is a weight that
 * many products of a step share (16 × 1024 × 256: 100). The cut depends on sizes only.
 */
import { blasGemm } from "./blas.ts";
import type { Product } from "./kernels.ts";
import { elementsOn, type Pointer } from "./pointer.ts";
import { loadKernels } from "./load_kernels.ts";

/** Multiply-adds of a call that OpenBLAS does without copying its operands. */
const unpackedWork = 1e6;
/** A product is cut where its smallest size is at most this: above, copying pays. */
const fewest = 128;
/** Rows of a result from which a second operand with few columns is worth turning round. */
const manyRows = 64;
const fewColumns = 32;

/** Columns of a panel, the unit in which a weight is turned round. */
const panelColumns = 16;

/** Elements that {@link blasProduct} writes to its scratch. */
export const blasScratchElements = 262144;

const isCut = (m: number, n: number, k: number): boolean =>
  m * n * k > unpackedWork && Math.min(m, n, k) <= fewest;

/** Lengths of the stretches that a product's sizes are cut into. */
export interface Cut {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/**
 * The cut of a product: of its longest size alone where stretches of 32 and more come out, else of the
 * two longer ones; none where it is small enough or its smallest size is not small.
 */
export const cutProduct = (m: number, n: number, k: number): Cut => {
  const whole = { m, n, k };
  if (!isCut(m, n, k)) return whole;
  const [longest, second, least] = (Object.entries(whole) as [keyof Cut, number][])
    .sort(([, a], [, b]) => b - a) as [
      [keyof Cut, number],
      [keyof Cut, number],
      [keyof Cut, number],
    ];
  const fitting = (work: number, unit: number) => Math.floor(unpackedWork / work / unit) * unit;
  const unit = longest[0] === "k" && longest[1] >= 512 ? 64 : 16;
  const alone = fitting(second[1] * least[1], unit);
  if (alone >= 32) return { ...whole, [longest[0]]: alone };
  const side = Math.min(64, second[1]);
  return { ...whole, [second[0]]: side, [longest[0]]: fitting(side * least[1], 16) };
};

/** The product by BLAS on a shared memory; `scratch` points at {@link blasScratchElements} numbers. */
export function blasProduct(memory: WebAssembly.Memory, scratch: Pointer): Product {
  const whole = blasGemm(memory);
  const { transpose } = loadKernels(memory);

  /** For an op(B) that is not transposed. */
  const cut: Product["gemm"] = (
    transposeA,
    transposeB,
    m,
    n,
    k,
    alpha,
    a,
    lda,
    b,
    ldb,
    beta,
    c,
    ldc,
  ) => {
    if (!isCut(m, n, k)) {
      return whole(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }
    const step = cutProduct(m, n, k);
    for (let row = 0; row < m; row += step.m) {
      for (let column = 0; column < n; column += step.n) {
        for (let at = 0; at < k; at += step.k) {
          whole(
            transposeA,
            transposeB,
            Math.min(step.m, m - row),
            Math.min(step.n, n - column),
            Math.min(step.k, k - at),
            alpha,
            elementsOn(a, transposeA ? at * lda + row : row * lda + at),
            lda,
            elementsOn(b, at * ldb + column),
            ldb,
            at === 0 ? beta : 1,
            elementsOn(c, row * ldc + column),
            ldc,
          );
        }
      }
    }
  };

  return {
    kind: "blas",
    gemm(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) {
      if (!transposeB) return cut(transposeA, false, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      const turns = m >= manyRows && n <= fewColumns && n * k <= blasScratchElements;
      if (!turns) return whole(transposeA, true, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      transpose(b, n, k, ldb, scratch, n);
      cut(transposeA, false, m, n, k, alpha, a, lda, scratch, n, beta, c, ldc);
    },
    packedBytes: (k, n) => 4 * k * n,
    panels: (n) => Math.ceil(n / panelColumns),
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
