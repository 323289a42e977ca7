/**
 * A product by BLAS in several calls. OpenBLAS copies both operands into blocks of its own unless a
 * product is small; where one of its sizes is small, that copying takes as long as the arithmetic.
 * So such a product is cut into calls that are not copied. The cut depends on sizes only; the
 * numbers are in tuning.ts.
 */
import { elementsOn } from "./pointer.ts";
import type { Product } from "./product.ts";
import {
  longStretchUnit,
  longTerms,
  secondStretch,
  shortestStretch,
  smallSide,
  stretchUnit,
  uncopiedWork,
} from "./tuning.ts";

/** Lengths of the stretches that a product's sizes are cut into. */
export interface Cut {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

const isCut = (m: number, n: number, k: number): boolean =>
  m * n * k > uncopiedWork && Math.min(m, n, k) <= smallSide;

/**
 * The cut of a product: of its longest size alone where the stretches are long enough, else of the
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
  const fitting = (work: number, unit: number) => Math.floor(uncopiedWork / work / unit) * unit;
  const unit = longest[0] === "k" && longest[1] >= longTerms ? longStretchUnit : stretchUnit;
  const alone = fitting(second[1] * least[1], unit);
  if (alone >= shortestStretch) return { ...whole, [longest[0]]: alone };
  const side = Math.min(secondStretch, second[1]);
  return { ...whole, [second[0]]: side, [longest[0]]: fitting(side * least[1], stretchUnit) };
};

/**
 * The same product by calls of `gemm` as {@link cutProduct} says, for a B that is not transposed.
 */
export const inCalls =
  (gemm: Product["gemm"]): Product["gemm"] =>
  (transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
    if (!isCut(m, n, k)) {
      return gemm(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }
    const step = cutProduct(m, n, k);
    for (let row = 0; row < m; row += step.m) {
      for (let column = 0; column < n; column += step.n) {
        for (let at = 0; at < k; at += step.k) {
          gemm(
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
