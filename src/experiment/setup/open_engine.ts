/** The engine of an experiment: float64 reference, or a float32 plan on the worker pool. */
import { availableParallelism } from "node:os";
import { Effect, Layer, type Scope } from "effect";
import { Engine } from "../../compute/engine.ts";
import { makePlanEngine } from "../../compute/float32/plan_engine.ts";
import { makeReferenceEngine } from "../../compute/reference/reference_engine.ts";
import type { RunError } from "../../base/errors.ts";
import type { Experiment } from "../schema.ts";
import type { Model, Values } from "../../model/model.ts";
import { makeOptimizer } from "../../compute/optimizer/make_optimizer.ts";
import type { Capacity } from "../../compute/plan/plan.ts";
import type { ResolvedEngine } from "./resolve_engine.ts";

export interface EngineSetting {
  readonly experiment: Experiment;
  readonly model: Model;
  readonly weights: Values;
  readonly engine: ResolvedEngine;
  readonly capacity: Capacity;
}

/** The engine as a layer; its workers end with the layer's scope. */
export const engineLayer = (setting: EngineSetting): Layer.Layer<Engine, RunError> =>
  Layer.effect(Engine, openEngine(setting));

const openEngine = (
  { experiment, model, weights, engine, capacity }: EngineSetting,
): Effect.Effect<Engine["Service"], RunError, Scope.Scope> => {
  const { optimizer, clip, loss } = experiment.training;
  const options = { optimizer: makeOptimizer(optimizer), clip, loss, seed: experiment.seed };
  const { gemm, workers } = engine;
  return gemm === "reference"
    ? Effect.sync(() => makeReferenceEngine(model, weights, options))
    : makePlanEngine({
      ...options,
      model,
      weights,
      capacity,
      gemm,
      workers,
      processors: availableParallelism(),
    });
};
