/** The engine of an experiment: float64 reference, or a float32 plan on the worker pool. */
import { availableParallelism } from "node:os";
import { Effect, Layer, type Scope } from "effect";
import { Engine } from "../../compute/engine.ts";
import { makePlanEngine } from "../../compute/float32/plan_engine.ts";
import { makeReferenceEngine } from "../../compute/reference/reference_engine.ts";
import type { EngineConfig } from "../../compute/schema.ts";
import type { InputError, RunError } from "../../base/errors.ts";
import type { Experiment } from "../schema.ts";
import { blasBuild, blasName } from "../../kernels/blas.ts";
import type { ProductKind } from "../../kernels/product.ts";
import { resolveGemm } from "../../kernels/resolve_gemm.ts";
import type { Model, Values } from "../../model/model.ts";
import { makeOptimizer } from "../../compute/optimizer/make_optimizer.ts";
import type { Capacity } from "../../compute/plan/plan.ts";

/** How an experiment is computed on this machine, as its manifest says. */
export interface ResolvedEngine {
  readonly gemm: ProductKind | "reference";
  readonly library?: string;
  readonly build?: string;
  readonly precision: "float32" | "float64";
  readonly workers: number;
}

/** More threads than these for a processor only take memory, some 14 MiB each. */
const workersAProcessor = 4;

/**
 * How many threads a machine gives: their number changes no bit, so a config may ask for too many.
 */
const workersHere = (wanted: number | "auto", processors: number): Effect.Effect<number> => {
  if (wanted === "auto") return Effect.succeed(processors);
  const most = workersAProcessor * processors;
  if (wanted <= most) return Effect.succeed(wanted);
  return Effect.as(
    Effect.logWarning(
      `${wanted} workers exceed the limit of ${workersAProcessor} per processor (${processors} ` +
        `${processors === 1 ? "processor" : "processors"}): using ${most}; results do not change`,
    ),
    most,
  );
};

/**
 * What `auto` means here. With `recorded`, the product that a run was begun with: it is used again,
 * or missed with an error.
 */
export const resolveEngine = Effect.fnUntraced(function* (
  config: EngineConfig,
  recorded?: ResolvedEngine["gemm"],
  processors = availableParallelism(),
): Effect.fn.Return<ResolvedEngine, InputError> {
  if (config.precision === "float64") {
    return { gemm: "reference", precision: "float64", workers: 1 };
  }
  const workers = yield* workersHere(config.workers, processors);
  const wanted = recorded === undefined || recorded === "reference" ? config.gemm : recorded;
  const gemm = yield* resolveGemm(wanted);
  const library = gemm === "blas" ? blasName() : undefined;
  const build = gemm === "blas" ? blasBuild() : undefined;
  return {
    gemm,
    ...(library === undefined ? {} : { library }),
    ...(build === undefined ? {} : { build }),
    precision: "float32",
    workers,
  };
});

export const describeEngine = ({ gemm, library, precision, workers }: ResolvedEngine): string =>
  gemm === "reference"
    ? "engine: float64 reference, one thread"
    : `engine: ${precision}, products by ${gemm}${library === undefined ? "" : ` (${library})`}, ` +
      `${workers} ${workers === 1 ? "worker" : "workers"}`;

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
