/** The float32 engine as tests make it: sized for the batches that it will meet. */
import { availableParallelism } from "node:os";
import type { Effect, Scope } from "effect";
import type { Batch } from "../../src/text/batch/batch.ts";
import type { Engine } from "../../src/compute/engine.ts";
import { makePlanEngine } from "../../src/compute/float32/plan_engine.ts";
import type { EngineOptions } from "../../src/compute/engine.ts";
import type { RunError } from "../../src/base/errors.ts";
import { blasAvailable } from "../../src/kernels/blas.ts";
import type { ProductKind } from "../../src/kernels/product.ts";
import type { Model, Values } from "../../src/model/model.ts";
import type { Capacity } from "../../src/compute/plan/plan.ts";

/** Every product that this system has. */
export const products = (): ProductKind[] => [
  "wasm",
  "wasm-fma",
  ...(blasAvailable() ? ["blas" as const] : []),
];

/** Room for the largest of the batches, and no more. */
export const capacityOf = (batches: readonly Batch[]): Capacity => {
  const most = (of: (batch: Batch) => number) => Math.max(...batches.map(of));
  return {
    rows: most(({ lengths }) => lengths.length),
    tokens: most(({ lengths }) => lengths.reduce((sum, length) => sum + length, 0)),
    steps: most(({ lengths }) => Math.max(...lengths)),
  };
};

export const planEngineFor = (
  model: Model,
  weights: Values,
  options: EngineOptions,
  batches: readonly Batch[],
  { gemm = "wasm" as ProductKind, workers = 1 } = {},
): Effect.Effect<Engine["Service"], RunError, Scope.Scope> =>
  makePlanEngine({
    ...options,
    model,
    weights,
    capacity: capacityOf(batches),
    gemm,
    workers,
    processors: availableParallelism(),
  });
