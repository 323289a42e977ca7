/** A matrix product with named matrices, for work outside the time loop (see weight_product.ts). */
import type { Product } from "../../kernels/product.ts";
import type { Pointer } from "../../kernels/pointer.ts";

/** A matrix in the shared memory, rows `ld` elements apart. */
export interface Matrix {
  readonly at: Pointer;
  readonly ld: number;
}

export interface ProductOf {
  /** op(A), m × k, and op(B), k × n: a matrix as it stands or transposed. */
  readonly a: Matrix & { readonly transposed?: boolean };
  readonly b: Matrix & { readonly transposed?: boolean };
  /** The result, m × n. */
  readonly to: Matrix;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** What the product is multiplied by, 1 if absent. */
  readonly alpha?: number;
  /** 1 adds to what stands in the result, 0 replaces it. */
  readonly beta: 0 | 1;
}

/** to = beta · to + alpha · op(A) op(B). */
export const productOf = (
  product: Product,
  { a, b, to, m, n, k, alpha = 1, beta }: ProductOf,
): void =>
  product.gemm(
    a.transposed ?? false,
    b.transposed ?? false,
    m,
    n,
    k,
    alpha,
    a.at,
    a.ld,
    b.at,
    b.ld,
    beta,
    to.at,
    to.ld,
  );
