/** Everything that one training needs, and how its outcome is noted. */
import { Cause, Context, Effect, Exit, Layer, SynchronizedRef } from "effect";
import { largestBatch } from "../batch/largest_batch.ts";
import { type CarriedState, Engine } from "../engine/engine.ts";
import type { InputError, RunError } from "../errors.ts";
import type { Experiment } from "../experiment/schema.ts";
import { batchCount } from "../batch/batches.ts";
import { Metrics } from "../metrics/metrics.ts";
import { join } from "node:path";
import { Screen } from "../metrics/screen.ts";
import type { Model, Values } from "../model/model.ts";
import type { Capacity } from "../plan/plan.ts";
import { noteEnded } from "../run/outcome.ts";
import { metricsFile, type Run } from "../run/run_directory.ts";
import type { TokenizedCorpus } from "../tokenizer/tokenized_corpus.ts";
import type { TokenPart } from "../tokenizer/token_part.ts";
import { engineLayer, type ResolvedEngine } from "./open_engine.ts";
import { Trainer } from "./trainer.ts";
import type { SavedState } from "./training_state.ts";

export interface TrainingJob {
  readonly experiment: Experiment;
  readonly corpus: TokenizedCorpus;
  readonly model: Model;
  /** Values that training starts from. */
  readonly weights: Values;
  readonly engine: ResolvedEngine;
  readonly run: Run;
  /** Where to go on from; undefined starts afresh. */
  readonly from: ResumePoint | undefined;
  /** Steps after which training pauses with a checkpoint, if it is not over by then; absent for never. */
  readonly pauseAfter?: number | undefined;
  /** Hears of every step done. */
  readonly onStep?: ((step: number) => void) | undefined;
}

/** A checkpoint as values of the model. */
export interface ResumePoint {
  readonly saved: SavedState;
  readonly weights: Values;
  readonly slots: ReadonlyMap<string, Values>;
  readonly carried: CarriedState | undefined;
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
    : Layer.tap(engine, (context) =>
      Effect.gen(function* () {
        const { setSlots, setCarried } = Context.get(context, Engine);
        yield* setSlots(from.slots);
        yield* setCarried(from.carried);
      }));
  const metrics = Metrics.layer({
    config: experiment.metrics,
    file: join(run.directory, metricsFile),
    totals: { epochs, steps: epochs * batchCount(corpus.train, experiment.batch) },
    state: from?.saved.metrics,
  });
  return Trainer.layer({ ...job, saved: from?.saved.training }).pipe(
    Layer.provideMerge(Layer.merge(restored, metrics)),
  );
};

/** Notes in the manifest how a training ended; one that is not over writes its checkpoint first. */
export const noteOutcome = (
  run: Run,
  exit: Exit.Exit<unknown, InputError | RunError>,
): Effect.Effect<void, RunError, Trainer> =>
  Effect.gen(function* () {
    const trainer = yield* Trainer;
    const screen = yield* Screen;
    const interrupted = Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause);
    const paused = Exit.isSuccess(exit) && !trainer.isOver();
    if (interrupted || paused) yield* trainer.save;
    const { step: steps, epoch: epochs, best } = trainer.state();
    const counts = { steps, epochs, best: best.loss };
    if (Exit.isSuccess(exit)) {
      yield* noteEnded(run, { status: paused ? "paused" : "finished", ...counts });
    } else if (interrupted) {
      yield* noteEnded(run, { status: "interrupted", message: "Interrupted", ...counts });
      const { last } = SynchronizedRef.getUnsafe(run.manifest);
      screen.clear();
      screen.print(
        `Interrupted after step ${steps}, checkpoint "${last}" is written; ` +
          `go on with: deno task resume ${run.directory}`,
      );
    } else {
      const error = Cause.squash(exit.cause);
      const message = error instanceof Error ? error.message : String(error);
      yield* noteEnded(run, { status: "failed", message, ...counts });
    }
  });
