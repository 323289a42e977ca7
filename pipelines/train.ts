/**
 * Training: read → sentences → tokens → batches → forward and backward gates → metrics and
 * checkpoints. Text is tokenized once and kept; batches are made ahead of the step that needs them.
 */
import { Console, Effect, type Scope, Stream, SynchronizedRef } from "effect";
import type { Batch } from "../src/batch/batch.ts";
import { trainingStream } from "../src/batch/batches.ts";
import { InputError, RunError } from "../src/errors.ts";
import type { ConfigSource } from "../src/config/read_config.ts";
import type { Experiment } from "../src/experiment/schema.ts";
import type { GateModule } from "../src/gates/gate_module.ts";
import { Screen } from "../src/metrics/screen.ts";
import { initialWeightSlices } from "../src/model/initial_weights.ts";
import { inSlices } from "../src/slices.ts";
import { parameterCount } from "../src/model/parameter_count.ts";
import type { Engine } from "../src/engine/engine.ts";
import type { Metrics } from "../src/metrics/metrics.ts";
import { afterDivergence } from "../src/session/after_divergence.ts";
import type { Diverged } from "../src/training/divergence.ts";
import { checkGates } from "../src/session/check_gates.ts";
import { checkMemory } from "../src/session/check_memory.ts";
import type { Run } from "../src/run/run_directory.ts";
import { beginRun, findRun } from "../src/session/begin_run.ts";
import { experimentModel } from "../src/session/experiment_model.ts";
import { describeCorpus, loadCorpus } from "../src/session/load_corpus.ts";
import { describeEngine, type ResolvedEngine, resolveEngine } from "../src/session/open_engine.ts";
import { printSummary, summarize, type Summary } from "../src/session/summary.ts";
import { Trainer } from "../src/session/trainer.ts";
import { warnOfChanges } from "../src/session/warn_of_changes.ts";
import { noteOutcome, noteUnstarted, say } from "../src/session/note_outcome.ts";
import { type TrainingJob, trainingLayer } from "../src/session/training_job.ts";

/** Batches that may wait for the training step. */
const ahead = 8;

/**
 * Trains: every batch of every epoch through the gates, and what is due after it.
 * @param begin takes the run; from then on it is noted how the training ended
 */
export const runTraining = (
  job: Omit<TrainingJob, "run">,
  begin: Effect.Effect<Run, RunError>,
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
export const trainRun = (
  job: Omit<TrainingJob, "run">,
  begin: Effect.Effect<Run, RunError>,
): Effect.Effect<Summary, InputError | RunError> =>
  Effect.map(runTraining(job, begin), (run) => {
    const manifest = SynchronizedRef.getUnsafe(run.manifest);
    return summarize(job.experiment, job.corpus, { ...run, manifest });
  });

/** Trains from where the trainer stands to the end or the pause; after a divergence, from where that leads. */
const trainOn = (
  job: TrainingJob,
): Effect.Effect<void, InputError | RunError, Trainer | Engine | Metrics> =>
  Effect.gen(function* () {
    const trainer = yield* Trainer;
    const { pauseAfter = Infinity, onStep = () => {} } = job;
    const atRest = () => trainer.isOver() || trainer.state().step >= pauseAfter;
    if (trainer.state().due) yield* trainer.settle;
    const { epoch, batch } = trainer.state();
    if (!atRest()) {
      yield* batchesFrom(job, epoch, batch).pipe(
        Stream.buffer({ capacity: ahead }),
        Stream.mapEffect((batch) => trainer.step(batch)),
        Stream.mapEffect(() => trainer.settle),
        Stream.tap(() => Effect.sync(() => onStep(trainer.state().step))),
        Stream.takeUntil(atRest),
        Stream.runDrain,
      );
    }
    yield* trainer.isOver() ? trainer.finish : trainer.pause;
  }).pipe(
    Effect.catchTag("Diverged", (diverged) => recover(job, diverged)),
  );

const recover = (job: TrainingJob, diverged: Diverged) =>
  afterDivergence(job, diverged).pipe(
    // What a checkpoint held can't be other than finite, but a disk may say anything.
    Effect.catchTag("Diverged", ({ seen }) =>
      Effect.fail(new RunError({ message: `A checkpoint is damaged: its ${seen}` }))),
    Effect.andThen(() =>
      trainOn(job)
    ),
  );

/** The batches from a place in the training on, epoch after epoch. */
const batchesFrom = (
  { experiment, corpus }: TrainingJob,
  epoch: number,
  batch: number,
): Stream.Stream<Batch, InputError> =>
  Stream.range(epoch, experiment.training.epochs - 1).pipe(
    Stream.flatMap((at) =>
      trainingStream(corpus.train, experiment.batch, {
        epoch: at,
        first: at === epoch ? batch : 0,
        seed: experiment.seed,
      })
    ),
  );

export interface TrainOptions {
  readonly experiment: Experiment;
  /** Files that the experiment came from; undefined for an object of a program. */
  readonly source: ConfigSource | undefined;
  /** The gates of the user's that the experiment names. */
  readonly gates: GateModule | undefined;
  readonly runs: string;
  readonly again: boolean;
  /** The engine to use, where it is another run's; by default what the experiment says. */
  readonly engine?: ResolvedEngine;
}

/** Trains an experiment in a run directory of its own; a finished one is answered as it is. */
export const trainExperiment = (
  options: TrainOptions,
): Effect.Effect<Summary, InputError | RunError, Scope.Scope> =>
  prepare(options).pipe(
    Effect.onInterrupt(() => say("Interrupted before the first step, nothing was written")),
    Effect.flatMap((prepared) =>
      "job" in prepared ? trainRun(prepared.job, prepared.begin) : Effect.succeed(prepared)
    ),
  );

/** A training that may begin or go on. */
export interface Prepared {
  readonly job: Omit<TrainingJob, "run">;
  readonly begin: Effect.Effect<Run, RunError>;
}

/** Everything up to the first step; the summary of a run that is finished already. */
const prepare = (
  options: TrainOptions,
): Effect.Effect<Prepared | Summary, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { experiment, source, gates } = options;
    const screen = yield* Screen;
    const engine = options.engine ?? (yield* resolveEngine(experiment.engine));
    const corpus = yield* loadCorpus(experiment);
    const model = yield* experimentModel(experiment, corpus.vocabulary.words.length, source, gates);
    yield* checkGates(model, experiment.seed);
    yield* checkMemory(model, corpus, experiment, engine);
    const begin = { ...options, corpus, engine };
    const found = yield* findRun(begin);
    if (found.state === "unfinished") {
      return yield* new InputError({
        message:
          `"${found.directory}" holds this experiment, ${found.manifest.outcome.status} after step ` +
          `${found.manifest.outcome.steps}: go on with "deno task resume ${found.directory}", or begin anew with --again`,
      });
    }
    if (found.state === "finished") {
      screen.print(
        `"${found.directory}" holds this experiment, finished already; --again runs it anew`,
      );
      yield* warnOfChanges(found.manifest);
      return summarize(experiment, corpus, found);
    }
    screen.print([
      ...describeCorpus(corpus),
      `model: ${experiment.model.cell}, ${
        parameterCount(model).toLocaleString("en-US")
      } parameters`,
      ...(gates === undefined ? [] : [`gates: code of ${gates.path}`]),
      describeEngine(engine),
    ].join("\n"));
    const weights = yield* inSlices(() => initialWeightSlices(model, experiment.seed));
    const job = { experiment, corpus, model, weights, engine, from: undefined };
    return { job, begin: beginRun(found.directory, begin) };
  });

/** The command `run`: the run's directory goes to standard output, last. */
export const train = (
  options: TrainOptions & { readonly json: boolean },
): Effect.Effect<void, InputError | RunError> =>
  Effect.scoped(trainExperiment(options)).pipe(
    Effect.flatMap((summary) => printResult(summary, options)),
  );

/** Prints the summary of a run and its directory, or one JSON document. */
export const printResult = Effect.fnUntraced(function* (
  summary: Summary,
  { experiment, json }: Pick<TrainOptions, "experiment"> & { readonly json: boolean },
) {
  if (json) return yield* Console.log(JSON.stringify(summary, null, 2));
  yield* printSummary(summary, experiment.checkpoint.best);
  yield* Console.log(summary.directory);
});
