import type { ProductKind } from "../../../src/kernels/product.ts";

/** Least wanted ratios to the better of PyTorch's thread counts, on two cores, by workload. */
const torchGoals: Readonly<Record<string, Partial<Record<ProductKind, number>>>> = {
  W1: { "wasm-fma": 2, blas: 3 },
  W2: { "wasm-fma": 0.9, blas: 1.6 },
  W3: { "wasm-fma": 0.75, blas: 1.4 },
  W4: { "wasm-fma": 0.65, blas: 1.36 },
};

/** Least wanted ratio to the fastest JavaScript system. */
export const javascriptGoal = 9;

/** Least wanted share of the machine's own product speed. */
export const shareGoal = 0.75;

/** Least wanted ratio of two workers to one; rows of one sentence have none. */
export const workersGoal = (workload: string): number | undefined =>
  workload.startsWith("W1") ? undefined : 1.7;

/** Undefined where none is set, as for other truncation or other products. */
export const torchGoal = (workload: string, gemm: ProductKind): number | undefined =>
  torchGoals[workload]?.[gemm];
