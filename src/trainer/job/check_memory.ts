import { Effect, Schema } from "effect";
import { compilePlan } from "../../compute/float32/compile_for.ts";
import { type InputError, RefusedExperiment } from "../../base/errors.ts";
import { formatCount } from "../../base/terminal/format_number.ts";
import type { Experiment } from "../../experiment/schema.ts";
import type { Model } from "../../model/model.ts";
import { makeOptimizer } from "../../compute/optimizer/make_optimizer.ts";
import { addressableBytes, memoryMessage } from "../../compute/plan/memory_limit.ts";
import type { Plan } from "../../compute/plan/plan.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import type { ResolvedEngine } from "../../experiment/setup/resolve_engine.ts";
import { capacityFor } from "./training_job.ts";

/** The plan of a training; for the float64 engine, the plan that float32 would run. */
export const trainingPlan = (
  model: Model,
  { train, valid }: Pick<TokenizedCorpus, "train" | "valid">,
  experiment: Experiment,
  { gemm, workers }: Pick<ResolvedEngine, "gemm" | "workers">,
): Effect.Effect<Plan, InputError> =>
  Effect.gen(function* () {
    const plan = yield* compilePlan({
      clip: experiment.training.clip,
      model,
      optimizer: makeOptimizer(experiment.training.optimizer),
      gemm: gemm === "reference" ? "wasm" : gemm,
      capacity: capacityFor([train, valid], experiment),
      workers,
    });
    if (plan.bytes > addressableBytes) return yield* new TooLargeModel({ bytes: plan.bytes });
    return plan;
  });

/** A model that needs more memory than kernels can address. */
export class TooLargeModel extends RefusedExperiment.extend<TooLargeModel>("TooLargeModel")({
  _tag: Schema.tag("TooLargeModel"),
  bytes: Schema.Number,
}) {
  override get message(): string {
    return memoryMessage(this.bytes, `expected at most ${formatCount(addressableBytes / 2 ** 20)}`);
  }
}

/** Refuses a model that needs more memory than kernels can address, before anything is written. */
export const checkMemory = (
  model: Model,
  corpus: Pick<TokenizedCorpus, "train" | "valid">,
  experiment: Experiment,
  engine: Pick<ResolvedEngine, "gemm" | "workers">,
): Effect.Effect<void, InputError> =>
  engine.gemm === "reference"
    ? Effect.void
    : Effect.asVoid(trainingPlan(model, corpus, experiment, engine));
