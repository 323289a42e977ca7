import type { Pointer } from "./pointer.ts";

/**
 * How matrices are multiplied: by our own kernels, by those with fused multiply-add, or by a BLAS.
 */
export type ProductKind = WasmProductKind | "blas";

/** Our own: an element of a result does not depend on how many rows are multiplied. */
export type WasmProductKind = "wasm" | "wasm-fma";

/** Products of one kind on the shared memory; sizes and pointers are as in kernels.ts. */
export interface Product {
  readonly kind: ProductKind;
  /** C = beta·C + op(A)·(alpha·op(B)); op(A) is m×k, op(B) k×n; beta is 0 or 1. */
  gemm(
    transposeA: boolean,
    transposeB: boolean,
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
  ): void;
  /** Bytes of op(B) (k×n) once packed for {@link gemmPacked}. */
  packedBytes(k: number, n: number): number;
  /** Number of panels of a packed op(B) with n columns, the unit of {@link pack}. */
  panels(n: number): number;
  /** Packs panels first…last−1 of op(B); panels may be packed by different workers. */
  pack(
    transposeB: boolean,
    k: number,
    n: number,
    b: Pointer,
    ldb: number,
    packed: Pointer,
    first: number,
    last: number,
  ): void;
  /** C = beta·C + op(A)·B for a B packed before; by our own product with the same bits as gemm. */
  gemmPacked(
    transposeA: boolean,
    m: number,
    n: number,
    k: number,
    a: Pointer,
    lda: number,
    packed: Pointer,
    beta: 0 | 1,
    c: Pointer,
    ldc: number,
  ): void;
}
