/** Everything that one training needs. */
import { Context, type Effect, Layer } from "effect";
import { largestBatch } from "../../text/batch/largest_batch.ts";
import { Engine } from "../../compute/engine.ts";
import type { InputError, RunError } from "../../base/errors.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { batchCount } from "../../text/batch/batches.ts";
import { Metrics } from "../../training/metrics/metrics.ts";
import { join } from "node:path";
import type { Model, Values } from "../../model/model.ts";
import type { Capacity } from "../../compute/plan/plan.ts";
import { metricsFile, type Run } from "../../run/run_directory.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import type { TokenPart } from "../../text/tokens/token_part.ts";
import { engineLayer } from "../../experiment/setup/open_engine.ts";
import type { ResolvedEngine } from "../../experiment/setup/resolve_engine.ts";
import { Trainer } from "../loop/trainer.ts";
import { restoreEngine, type ResumePoint } from "./resume_point.ts";

export interface TrainingJob {
  readonly experiment: Experiment;
  readonly corpus: TokenizedCorpus;
  readonly model: Model;
  /** Values that training starts from. */
  readonly weights: Values;
  readonly engine: ResolvedEngine;
  readonly run: Run;
  /** Where to resume; undefined starts from the beginning. */
  readonly from: ResumePoint | undefined;
  /**
   * Steps after which training pauses with a checkpoint, if it is not over by then; absent for
   * never.
   */
  readonly pauseAfter?: number | undefined;
  /** Called after every step. */
  readonly onStep?: ((step: number) => void) | undefined;
}

/** A training that is ready to start or resume. */
export interface Prepared {
  readonly job: Omit<TrainingJob, "run">;
  /** Takes the run: nothing is written before. */
  readonly begin: Effect.Effect<Run, RunError>;
}

/** Room for the largest batch of the given parts. */
export const capacityFor = (
  parts: readonly (TokenPart | undefined)[],
  { batch }: Experiment,
): Capacity => {
  const { rows, lengths, tokens } = largestBatch(parts.filter((part) => part !== undefined), batch);
  return { rows, tokens, steps: lengths[0] ?? 0 };
};

/** The services of a training: engine, metrics, trainer; closed with the scope, the pool last. */
export const trainingLayer = (
  job: TrainingJob,
): Layer.Layer<Trainer | Engine | Metrics, InputError | RunError> => {
  const { experiment, corpus, run, from } = job;
  const { epochs } = experiment.training;
  const engine = engineLayer({
    ...job,
    capacity: capacityFor([corpus.train, corpus.valid], experiment),
  });
  const restored = from === undefined
    ? engine
    : Layer.tap(engine, (context) => restoreEngine(Context.get(context, Engine), from));
  const metrics = Metrics.layer({
    sinks: experiment.metrics.sinks,
    file: join(run.directory, metricsFile),
    totals: { epochs, steps: epochs * batchCount(corpus.train, experiment.batch) },
    state: from?.saved.metrics,
  });
  return Trainer.layer({ ...job, saved: from?.saved.training }).pipe(
    Layer.provideMerge(Layer.merge(restored, metrics)),
  );
};
