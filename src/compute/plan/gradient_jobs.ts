/** The gradients of parameters as jobs, each of which one worker computes. */
import type { Pointer } from "../../kernels/pointer.ts";

/** Rows first…first+rows−1 of a weight's gradient, as products summed over all tokens. */
export interface WeightGradient {
  readonly kind: "product";
  readonly gradient: Pointer;
  readonly rows: number;
  readonly columns: number;
  /** Gradient = Σ over parts of (rows of dy)ᵀ · operand, token rows. */
  readonly parts: ReadonlyArray<
    {
      readonly dy: Pointer;
      readonly ld: number;
      readonly operand: Pointer;
      readonly operandLd: number;
    }
  >;
}

/** Gradient of a table looked up by token id, words first…last−1; a tied table's rows also get the output layer's part. */
export interface TableGradient {
  readonly kind: "table";
  readonly gradient: Pointer;
  readonly columns: number;
  readonly first: number;
  readonly last: number;
  readonly source: Pointer;
  readonly sourceLd: number;
  readonly tied: boolean;
}

/** Gradient of vectors that are added or multiplied in every row: sums over rows of class `rows`. */
export interface VectorGradient {
  readonly kind: "vector";
  readonly gradient: Pointer;
  readonly columns: number;
  readonly parts: ReadonlyArray<
    { readonly source: Pointer; readonly ld: number; readonly rows: "token" | "age" | "sentence" }
  >;
}

/** Gradient of the output layer's weight (unless tied) and bias, words first…last−1. */
export interface OutputGradient {
  readonly kind: "output";
  readonly first: number;
  readonly last: number;
}

export type GradientJob = WeightGradient | TableGradient | VectorGradient | OutputGradient;
