/**
 * Training: read → sentences → tokens → batches → forward and backward gates → metrics and
 * checkpoints. Text is tokenized once and kept; batches are made ahead of the step that needs them.
 */
import { Console, Effect, type Scope, Stream, SynchronizedRef } from "effect";
import type { Batch } from "../src/text/batch/batch.ts";
import { trainingStream } from "../src/text/batch/batches.ts";
import { type InputError, isInputError, RunError } from "../src/base/errors.ts";
import type { ConfigSource } from "../src/config/read_config.ts";
import type { Experiment } from "../src/experiment/schema.ts";
import type { GateModule } from "../src/model/user_gates/gate_module.ts";
import { Screen } from "../src/base/terminal/screen.ts";
import { initialWeightSlices } from "../src/model/initial_weights.ts";
import { inSlices } from "../src/base/slices.ts";
import { parameterCount } from "../src/model/parameter_count.ts";
import type { Engine } from "../src/compute/engine.ts";
import type { Metrics } from "../src/training/metrics/metrics.ts";
import { afterDivergence } from "../src/trainer/after_divergence.ts";
import { Diverged } from "../src/training/divergence.ts";
import { checkGates } from "../src/experiment/setup/check_gates.ts";
import { checkMemory } from "../src/trainer/check_memory.ts";
import type { Manifest } from "../src/run/manifest.ts";
import type { Run } from "../src/run/run_directory.ts";
import { beginRun, findRun } from "../src/trainer/begin_run.ts";
import { experimentModel } from "../src/experiment/setup/experiment_model.ts";
import { describeCorpus, loadCorpus } from "../src/experiment/setup/load_corpus.ts";
import {
  describeEngine,
  type ResolvedEngine,
  resolveEngine,
} from "../src/experiment/setup/open_engine.ts";
import { isPreparedAlike, runVersion } from "../src/experiment/setup/run_preparation.ts";
import { printSummary, summarize, type Summary } from "../src/trainer/summary.ts";
import { type Prepared, resumeJob } from "../src/trainer/resume_job.ts";
import { openForResume, placesOf } from "../src/use/open_for_resume.ts";
import type { TokenizedCorpus } from "../src/text/tokens/tokenized_corpus.ts";
import type { PreparationVersion } from "../src/text/tokenizer/preparation.ts";
import { Trainer } from "../src/trainer/trainer.ts";
import { warnOfChanges } from "../src/trainer/warn_of_changes.ts";
import { noteOutcome, noteUnstarted, say } from "../src/trainer/note_outcome.ts";
import { type TrainingJob, trainingLayer } from "../src/trainer/training_job.ts";

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
    Effect.catchIf(isDiverged, (diverged) => recover(job, diverged)),
  );

const isDiverged = (error: unknown): error is Diverged => error instanceof Diverged;

const recover = (job: TrainingJob, diverged: Diverged) =>
  afterDivergence(job, diverged).pipe(
    // What a checkpoint held can't be other than finite, but a disk may say anything.
    Effect.catchIf(isDiverged, ({ seen }) =>
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
  /** Hash of the corpus's bytes where it is known: standard input is then taken from the cache. */
  readonly corpusHash?: string;
  /** Rules by which text becomes tokens, where they are another run's; by default the newest. */
  readonly preparation?: PreparationVersion;
}

/** Trains an experiment in a run directory of its own, or goes on with it; a finished one is answered as it is. */
export const trainExperiment = (
  options: TrainOptions,
): Effect.Effect<Summary, InputError | RunError, Scope.Scope> =>
  prepare(options).pipe(
    Effect.onInterrupt(() => say("Interrupted before the first step, nothing was written")),
    Effect.flatMap((prepared) =>
      "job" in prepared ? trainRun(prepared.job, prepared.begin) : Effect.succeed(prepared)
    ),
  );

/** Everything up to the first step; the summary of a run that is finished already. */
const prepare = (
  options: TrainOptions,
): Effect.Effect<Prepared | Summary, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { experiment } = options;
    const { corpusHash: hash, preparation: version } = options;
    const forget: (() => void)[] = [];
    const corpus = yield* loadCorpus(experiment, {
      ...(hash === undefined ? {} : { hash }),
      ...(version === undefined ? {} : { version }),
      onCached: (cached) => void forget.push(cached),
    });
    return yield* prepareOn(options, corpus).pipe(
      // A run that is refused leaves nothing of its text behind.
      Effect.tapError((error) =>
        Effect.sync(() => isInputError(error) && forget.forEach((one) => one()))
      ),
    );
  });

/** {@link prepare} once there is a corpus. */
const prepareOn = (
  options: TrainOptions,
  corpus: TokenizedCorpus,
): Effect.Effect<Prepared | Summary, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { experiment, source, gates } = options;
    const screen = yield* Screen;
    const engine = options.engine ?? (yield* resolveEngine(experiment.engine));
    const model = yield* experimentModel(experiment, corpus.vocabulary.words.length, source, gates);
    yield* checkGates(model, experiment.seed);
    yield* checkMemory(model, corpus, experiment, engine);
    const begin = { ...options, corpus, engine };
    const found = yield* findRun(begin);
    if (found.state === "unfinished") return yield* goOn(found, options, corpus);
    if (found.state === "finished") {
      screen.print(
        `"${found.directory}" holds this experiment, finished already; --again runs it anew`,
      );
      yield* warnOfChanges(found.manifest, engine);
      const own = isPreparedAlike(corpus, experiment, found.manifest)
        ? corpus
        : yield* loadCorpus(experiment, { version: runVersion(found.manifest) });
      return summarize(experiment, own, found);
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

/**
 * Goes on with a run of the experiment that was begun before, as `resume` does, with its files where
 * the experiment says they are now.
 */
const goOn = Effect.fnUntraced(function* (
  { directory, manifest: { outcome } }: { readonly directory: string; readonly manifest: Manifest },
  { experiment, gates }: TrainOptions,
  corpus: TokenizedCorpus,
): Effect.fn.Return<Prepared | Summary, InputError | RunError, Scope.Scope> {
  const screen = yield* Screen;
  screen.print(
    `"${directory}" holds this experiment, ${outcome.status} after step ${outcome.steps}: ` +
      "going on with it; --again begins anew",
  );
  const { workers } = experiment.engine;
  const set = placesOf(experiment);
  const allowCode = gates !== undefined;
  const taken = yield* openForResume(directory, { workers, set, allowCode }, corpus);
  // Another process may have finished it since.
  return taken.existing.manifest.outcome.status === "finished"
    ? summarize(experiment, taken.corpus, taken.existing)
    : yield* resumeJob(taken.existing, taken);
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
