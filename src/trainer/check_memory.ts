import { Effect } from "effect";
import { compileFor } from "../compute/float32/plan_engine.ts";
import { type InputError, RefusedExperiment } from "../base/errors.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { Model } from "../model/model.ts";
import { makeOptimizer } from "../compute/optimizer/make_optimizer.ts";
import { addressableBytes, memoryMessage } from "../compute/plan/memory_limit.ts";
import type { Plan } from "../compute/plan/plan.ts";
import type { TokenizedCorpus } from "../text/tokens/tokenized_corpus.ts";
import type { ResolvedEngine } from "../experiment/setup/open_engine.ts";
import { capacityFor } from "./training_job.ts";

/** The plan that a training runs; the float64 engine's is the one that float32 would run. */
export const trainingPlan = (
  model: Model,
  { train, valid }: Pick<TokenizedCorpus, "train" | "valid">,
  experiment: Experiment,
  { gemm, workers }: Pick<ResolvedEngine, "gemm" | "workers">,
): Effect.Effect<Plan, InputError> =>
  Effect.suspend(() => {
    const plan = compileFor({
      clip: experiment.training.clip,
      model,
      optimizer: makeOptimizer(experiment.training.optimizer),
      gemm: gemm === "reference" ? "wasm" : gemm,
      capacity: capacityFor([train, valid], experiment),
      workers,
    });
    if (plan.bytes <= addressableBytes) return Effect.succeed(plan);
    const most = `expected at most ${addressableBytes / 2 ** 20}`;
    return Effect.fail(new RefusedExperiment({ message: memoryMessage(plan.bytes, most) }));
  });

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
