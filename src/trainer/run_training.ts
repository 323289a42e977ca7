/**
 * Training: batches → forward and backward gates → what is due after each step. Batches are made
 * ahead of the step that needs them.
 */
import { Effect, Schema, Stream, SynchronizedRef } from "effect";
import { type InputError, RunError } from "../base/errors.ts";
import type { Engine } from "../compute/engine.ts";
import type { Run } from "../run/run_directory.ts";
import { trainingStream } from "../text/batch/batches.ts";
import { Diverged } from "../training/divergence.ts";
import type { Metrics } from "../training/metrics/metrics.ts";
import { afterDivergence } from "./after_divergence.ts";
import { noteOutcome, noteUnstarted } from "./note_outcome.ts";
import { summarize, type Summary } from "./summary.ts";
import { Trainer } from "./loop/trainer.ts";
import { type Prepared, type TrainingJob, trainingLayer } from "./job/training_job.ts";

/** Batches that may wait for the training step. */
const ahead = 8;

/** Trains a job to its end or its pause; however it ends, the outcome goes into the manifest. */
export const runTraining = (
  { job, begin }: Prepared,
): Effect.Effect<Run, InputError | RunError> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const run = yield* begin;
      const begun = { ...job, run };
      yield* trainOn(begun).pipe(
        Effect.onExit((exit) => noteOutcome(run, exit)),
        Effect.provide(trainingLayer(begun)),
        restore,
        Effect.onExit((exit) => noteUnstarted(run, exit)),
      );
      return run;
    })
  );

/** {@link runTraining}, and what it came to. */
export const trainRun = (prepared: Prepared): Effect.Effect<Summary, InputError | RunError> =>
  Effect.map(runTraining(prepared), (run) => {
    const { experiment, corpus } = prepared.job;
    const manifest = SynchronizedRef.getUnsafe(run.manifest);
    return summarize(experiment, corpus, { ...run, manifest });
  });

type Training<A> = Effect.Effect<A, InputError | RunError, Trainer | Engine | Metrics>;

/**
 * From where the trainer stands to the end or the pause; after a divergence, from where that leads.
 */
const trainOn = (job: TrainingJob): Training<void> =>
  Effect.gen(function* () {
    const trainer = yield* Trainer;
    const { pauseAfter = Infinity } = job;
    const isAtRest = () => trainer.isOver() || trainer.state().step >= pauseAfter;
    if (trainer.state().due) yield* trainer.settle;
    while (!isAtRest()) yield* trainEpoch(job, isAtRest);
    yield* trainer.isOver() ? trainer.finish : trainer.pause;
  }).pipe(Effect.catchIf(isDiverged, (diverged) => recover(job, diverged)));

/** The rest of the epoch that the trainer is in, or up to where it comes to rest. */
const trainEpoch = Effect.fnUntraced(function* (
  { experiment, corpus, onStep = () => {} }: TrainingJob,
  isAtRest: () => boolean,
): Effect.fn.Return<void, InputError | RunError | Diverged, Trainer> {
  const trainer = yield* Trainer;
  const { epoch, batch: first } = trainer.state();
  const place = { epoch, first, seed: experiment.seed };
  yield* trainingStream(corpus.train, experiment.batch, place).pipe(
    Stream.buffer({ capacity: ahead }),
    Stream.mapEffect((batch) => trainer.step(batch)),
    Stream.tap(() => trainer.settle),
    Stream.takeUntil(isAtRest),
    Stream.runForEach((heard) => Effect.sync(() => heard.forEach(({ step }) => onStep(step)))),
    Effect.withSpan("epoch", { attributes: { epoch: epoch + 1 } }),
  );
});

const isDiverged = (error: unknown): error is Diverged => error instanceof Diverged;

const recover = (job: TrainingJob, diverged: Diverged): Training<void> =>
  afterDivergence(job, diverged).pipe(
    // What a checkpoint held can't be other than finite, but a disk may say anything.
    Effect.catchIf(isDiverged, ({ seen }) => Effect.fail(new DivergedCheckpoint({ seen }))),
    Effect.andThen(() => trainOn(job)),
  );

/** A checkpoint that training went back to holds numbers that no training writes. */
export class DivergedCheckpoint extends RunError.extend<DivergedCheckpoint>("DivergedCheckpoint")({
  _tag: Schema.tag("DivergedCheckpoint"),
  /** What is wrong, in words: `loss is NaN`. */
  seen: Schema.String,
}) {
  override get message(): string {
    return `A checkpoint is damaged: its ${this.seen}`;
  }
}
