/** What `check` says below the resolved config: the experiment's stages and its compiled plan. */
import { Effect } from "effect";
import type { InputError, RunError } from "../src/errors.ts";
import { describeExperiment } from "../src/experiment/describe_experiment.ts";
import type { ReadExperiment } from "../src/experiment/read_experiment.ts";
import { makeOptimizer } from "../src/optimizer/make_optimizer.ts";
import { compile } from "../src/plan/compile.ts";
import { describePlan as describe } from "../src/plan/describe.ts";
import { experimentModel } from "../src/session/experiment_model.ts";
import { describeCorpus, loadCorpus } from "../src/session/load_corpus.ts";
import { describeEngine, resolveEngine } from "../src/session/open_engine.ts";
import { capacityFor } from "../src/session/training_job.ts";

/**
 * The stages in words, one a line, then the plan: gates and products in order, parameters, memory,
 * work. The corpus is read for it, since the vocabulary and the longest sentences size the plan.
 */
export const describePlan = Effect.fnUntraced(function* (
  { experiment, source }: ReadExperiment,
): Effect.fn.Return<string, InputError | RunError> {
  const engine = yield* resolveEngine(experiment.engine);
  const corpus = yield* loadCorpus(experiment);
  const model = yield* experimentModel(experiment, corpus.vocabulary.words.length, source);
  const plan = compile(model, {
    capacity: capacityFor([corpus.train, corpus.valid], experiment),
    slots: makeOptimizer(experiment.training.optimizer).slots.length,
    packs: engine.gemm !== "blas",
    workers: engine.workers,
  });
  return [
    describeExperiment(experiment),
    ...describeCorpus(corpus),
    describeEngine(engine),
    ...describe(model, plan),
  ].join("\n");
});
