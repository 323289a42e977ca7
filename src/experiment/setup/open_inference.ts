/** The inference of a trained model, in the precision that it was trained in. */
import { Effect } from "effect";
import { MemoryUnavailable } from "../../compute/plan/memory_limit.ts";
import type { Inference } from "../../compute/inference/inference.ts";
import { inferencePlan } from "../../compute/inference/inference_plan.ts";
import { planInference } from "../../compute/inference/plan_inference.ts";
import { referenceInference } from "../../compute/inference/reference_inference.ts";
import { sharedMemory } from "../../kernels/shared_memory.ts";
import type { Model, Values } from "../../model/model.ts";
import type { ResolvedEngine } from "./resolve_engine.ts";

export interface InferenceSetting {
  readonly model: Model;
  readonly weights: Values;
  readonly engine: Pick<ResolvedEngine, "gemm">;
}

/** `rows` texts side by side. What was trained with a BLAS is inferred with `wasm-fma`. */
export const openInference = (
  { model, weights, engine: { gemm } }: InferenceSetting,
  rows: number,
): Effect.Effect<Inference, MemoryUnavailable> => {
  if (gemm === "reference") return Effect.sync(() => referenceInference(model, weights, rows));
  const product = gemm === "blas" ? "wasm-fma" : gemm;
  return Effect.gen(function* () {
    const plan = inferencePlan(model, rows, product);
    const memory = yield* Effect.try({
      try: () => sharedMemory(plan.bytes),
      catch: (cause) => new MemoryUnavailable({ bytes: plan.bytes, cause }),
    });
    return planInference(model.layers[0]!.gates, weights, plan, product, memory);
  });
};
