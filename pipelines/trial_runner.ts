/**
 * Trains the trials of any sweep from its ledger, in the same way on every machine. It stands with
 * the commands `sweep` and `worker`, which share it, since it joins two floors that know nothing of
 * each other: the sweep gives tasks, the trainer trains them.
 */
import { Effect, Layer, type LogLevel, References, Result } from "effect";
import { batchCount } from "../src/text/batch/batches.ts";
import { type InputError, isInputError, type RunError } from "../src/base/errors.ts";
import { findingsError, type ReadExperiment } from "../src/experiment/read_experiment.ts";
import type { Experiment } from "../src/experiment/schema.ts";
import { makeScreen, Screen } from "../src/base/terminal/screen.ts";
import { isSameModel, type Parent, vocabularyFrom } from "../src/experiment/parent/parent.ts";
import { readParent } from "../src/experiment/parent/read_parent.ts";
import { loadCorpus } from "../src/experiment/setup/load_corpus.ts";
import { RefusedConfig } from "../src/experiment/setup/refused_config.ts";
import { SharedCorpus } from "../src/experiment/setup/shared_corpus.ts";
import { readStoredExperiment } from "../src/sweep/definition/stored_experiment.ts";
import { warnOfHead } from "../src/sweep/results/warn_of_head.ts";
import { trialExperiment } from "../src/sweep/definition/trial_experiment.ts";
import type { StoreAddress } from "../src/sweep/store/store_address.ts";
import type { SweepRecord } from "../src/sweep/ledger/sweep_table.ts";
import { repeatSeeds } from "../src/sweep/records/repeat.ts";
import type { Assignment } from "../src/sweep/space/space.ts";
import type { TrialTask } from "../src/sweep/records/trial_task.ts";
import { oncePerSweep } from "../src/sweep/trials/once_per_sweep.ts";
import { type TrainingTask, TrialRunner } from "../src/sweep/trials/trial_runner.ts";
import {
  OtherSweepCorpus,
  OtherSweepModel,
  UnfitWorker,
} from "../src/sweep/trials/unfit_worker.ts";
import { keptThreads, Threads } from "../src/compute/workers/threads.ts";
import { runCopies } from "../src/sweep/trials/run_copies.ts";
import { hashOf } from "../src/trainer/job/begin_run.ts";
import { runTrial } from "../src/trainer/trial.ts";

export interface RunnerOptions {
  /** Folder of run directories. */
  readonly runs: string;
  /** Threads of each trial. */
  readonly workers: number;
  readonly allowCode: boolean;
  readonly store: StoreAddress;
  /** Whether copies of runs are kept in the store, for machines that share no files. */
  readonly keepInStore: boolean;
  /** Seconds of a lease. */
  readonly lease: number;
  /** Whether messages name the sweep, because there may be several. */
  readonly manySweeps?: boolean;
}

/** What a trial's messages begin with. */
const trialLabel = ({ sweep, trial }: TrialTask, { manySweeps = false }: RunnerOptions): string =>
  `${manySweeps ? `${sweep}: ` : ""}trial ${trial}`;

/**
 * How a run goes on is not told, unless somebody asks for more than that: a sweep has its own
 * words.
 */
const warningsAlone = (level: LogLevel.LogLevel) => level === "Info" ? "Warn" : level;

/** Trials of one process: on threads and corpora that they share, without a word on the screen. */
export const trialRunnerLayer = (options: RunnerOptions): Layer.Layer<TrialRunner> =>
  Layer.effect(
    TrialRunner,
    Effect.gen(function* () {
      const corpora = yield* SharedCorpus;
      const threads = yield* keptThreads;
      const prepare = yield* oncePerSweep(
        Effect.fnUntraced(function* (name: string, sweep: SweepRecord) {
          const prepared = yield* prepareSweep(name, sweep, options).pipe(
            Effect.provideService(SharedCorpus, corpora),
          );
          yield* warnOfHead(name, sweep.definition, prepared.read);
          return prepared;
        }),
      );
      return {
        train: (training: TrainingTask) =>
          Effect.gen(function* () {
            const { task, sweep, values, patience, onStep } = training;
            const { read, parent } = yield* prepare(task.sweep, sweep);
            const experiment = yield* experimentOf(task, sweep, read, values, options.workers);
            const given = parent && vocabularyFrom(parent, experiment.from);
            const corpus = yield* corpora.load(experiment, given).pipe(
              Effect.catchIf(isInputError, (error) => blame(error, experiment, read)),
            );
            const begun = { experiment, corpus, parent, gates: read.gates };
            const { goal } = sweep.definition.objective;
            const perEpoch = batchCount(corpus.train, experiment.batch);
            const pauseAfter = rungSteps(sweep, task.rung, perEpoch);
            const total = Math.min(pauseAfter ?? Infinity, perEpoch * experiment.training.epochs);
            let run = "";
            const copies = options.keepInStore
              ? runCopies(training, {
                ...options,
                name: experiment.name,
                hash: hashOf(begun),
              })
              : undefined;
            if (copies !== undefined) yield* copies.restore;
            const { directory, loss } = yield* runTrial({
              ...begun,
              goal,
              runs: options.runs,
              pauseAfter,
              patience,
              onSetOut: training.onSetOut,
              onStep: (step) => onStep(step, total, run),
              onDirectory: (directory) => onStep(0, total, run = directory),
            }).pipe(
              (trial) => copies === undefined ? trial : copies.around(trial, () => run),
            );
            return { value: loss, run: directory };
          }).pipe(
            Effect.annotateLogs("about", trialLabel(training.task, options)),
            Effect.provideService(Threads, threads),
            Effect.provideService(Screen, makeScreen({ write: () => {} }, true)),
            Effect.updateService(References.MinimumLogLevel, warningsAlone),
          ),
      };
    }),
  ).pipe(Layer.provide(SharedCorpus.layer));

/** What is the same for all trials of a sweep. */
interface SweepBase {
  readonly read: ReadExperiment;
  /** The model that they start from, if they do. */
  readonly parent: Parent | undefined;
}

/** What is the same for all trials of a sweep, or why this process can't work on it. */
const prepareSweep = Effect.fnUntraced(function* (
  name: string,
  { definition }: SweepRecord,
  { allowCode, runs }: RunnerOptions,
): Effect.fn.Return<SweepBase, UnfitWorker, SharedCorpus> {
  const { experiment, gates, corpus, from } = definition;
  const unfit = (cause: InputError | RunError) => new UnfitWorker({ cause });
  const read = yield* readStoredExperiment(experiment, {
    sweep: name,
    allowCode,
    gatesHash: gates,
    runs,
    headRuns: definition.runs,
  }).pipe(Effect.mapError(unfit));
  const parent = yield* readParent(read).pipe(Effect.mapError(unfit));
  if (from !== undefined && parent !== undefined && !isSameModel(parent.hashes, from)) {
    return yield* unfit(new OtherSweepModel({ sweep: name, path: parent.path }));
  }
  const given = parent && vocabularyFrom(parent, read.experiment.from);
  const { hash } = yield* SharedCorpus.pipe(
    Effect.flatMap(({ load }) => load(read.experiment, given)),
    Effect.mapError(unfit),
  );
  if (hash === corpus) return { read, parent };
  return yield* unfit(new OtherSweepCorpus({ sweep: name, found: hash, expected: corpus }));
});

/**
 * Whose fault it is that the corpus of a trial can't be read: where that of the sweep, of the same
 * files, still can, it is that of the trial's values.
 */
const blame = (
  error: InputError,
  { corpus }: Experiment,
  { experiment }: ReadExperiment,
): Effect.Effect<never, InputError | RunError> => {
  const source = ({ path, npm, files }: Experiment["corpus"]) => JSON.stringify([path, npm, files]);
  if (source(corpus) !== source(experiment.corpus)) return Effect.fail(error);
  return loadCorpus(experiment).pipe(
    Effect.mapError(() => error),
    Effect.andThen(Effect.fail(new RefusedConfig({ cause: error }))),
  );
};

/**
 * The experiment of a task: the sweep's with the trial's values, and the seed of the repetition.
 */
const experimentOf = (
  { repeat }: TrialTask,
  { definition }: SweepRecord,
  read: ReadExperiment,
  values: Assignment,
  workers: number,
): Effect.Effect<Experiment, InputError> => {
  const base = typeof values["seed"] === "number" ? values["seed"] : read.experiment.seed;
  const seed = repeatSeeds(base, definition.repeats)[repeat]!;
  const result = trialExperiment(read, { ...values, seed });
  if (Result.isFailure(result)) {
    return Effect.fail(new RefusedConfig({ cause: findingsError(result.failure, undefined) }));
  }
  const { engine, metrics, ...experiment } = result.success;
  return Effect.succeed({
    ...experiment,
    engine: { ...engine, workers },
    // A sweep reads the file, and shows its own progress.
    metrics: { ...metrics, sinks: ["jsonl"] },
  });
};

/** Steps up to a rung; undefined for full length. */
const rungSteps = (
  { definition: { rungs, unit } }: SweepRecord,
  rung: number,
  perEpoch: number,
): number | undefined => {
  if (rung >= rungs.length - 1) return undefined;
  return unit === "epochs" ? rungs[rung]! * perEpoch : rungs[rung]!;
};
