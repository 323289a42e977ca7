/**
 * One trial of a sweep: an ordinary run, begun or gone on with, that pauses at a rung; one that is
 * finished already is answered as it is.
 */
import { Effect, Schedule, Stream } from "effect";
import { FailedExperiment, type InputError, type RunError } from "../src/base/errors.ts";
import { experimentHash } from "../src/experiment/experiment_hash.ts";
import type { Experiment } from "../src/experiment/schema.ts";
import type { GateModule } from "../src/model/user_gates/gate_module.ts";
import { readMetrics } from "../src/training/metrics/read_metrics.ts";
import { initialWeightSlices } from "../src/model/initial_weights.ts";
import { inSlices } from "../src/base/slices.ts";
import { type ClaimedRun, claimRun } from "../src/run/claim_run.ts";
import { DirectoryInUse } from "../src/base/files/lock.ts";
import { beginRun } from "../src/trainer/begin_run.ts";
import { checkGates } from "../src/experiment/setup/check_gates.ts";
import { experimentModel } from "../src/experiment/setup/experiment_model.ts";
import { resolveEngine } from "../src/experiment/setup/open_engine.ts";
import type { TrainingJob } from "../src/trainer/training_job.ts";
import type { TokenizedCorpus } from "../src/text/tokens/tokenized_corpus.ts";
import type { Goal } from "../src/sweep/trial.ts";
import { type Prepared, resumeJob } from "../src/trainer/resume_job.ts";
import { runTraining } from "./train.ts";

export interface TrialOptions {
  readonly experiment: Experiment;
  readonly gates: GateModule | undefined;
  readonly corpus: TokenizedCorpus;
  readonly runs: string;
  /** Steps after which it pauses; undefined is full length. */
  readonly pauseAfter: number | undefined;
  /** Whether the least validation loss counts, or the greatest. */
  readonly goal: Goal;
  /** Seconds to wait for a directory that another process holds, before one beside it is taken. */
  readonly patience: number;
  readonly onStep: (step: number) => void;
  /** Told the directory as soon as it is known. */
  readonly onDirectory: (directory: string) => void;
  /** Before anything is trained: steps of the newest checkpoint that is there. */
  readonly onSetOut: (saved: number) => Effect.Effect<void, RunError>;
}

export interface TrialResult {
  readonly directory: string;
  /** Best validation loss up to the pause, in nats a token. */
  readonly loss: number;
  /** Whether nothing had to be trained. */
  readonly reused: boolean;
}

/** Trains a trial up to its pause and answers the best validation loss until there. */
export const runTrial = (
  options: TrialOptions,
): Effect.Effect<TrialResult, InputError | RunError> =>
  Effect.scoped(Effect.gen(function* () {
    const { experiment, gates, corpus, pauseAfter, onStep, onDirectory } = options;
    const model = yield* experimentModel(
      experiment,
      corpus.vocabulary.words.length,
      undefined,
      gates,
    );
    const claimed = yield* claimPatiently(options);
    const directory = claimed.state === "unfinished"
      ? claimed.existing.directory
      : claimed.directory;
    onDirectory(directory);
    const setting = { experiment, model, corpus };
    const reused = isDone(claimed, pauseAfter);
    if (claimed.state !== "finished" && !reused) {
      yield* options.onSetOut(savedSteps(claimed));
      const { job, begin } = claimed.state === "unfinished"
        ? yield* resumeJob(claimed.existing, {
          ...setting,
          engine: yield* resolveEngine(experiment.engine, claimed.existing.manifest.engine.gemm),
        })
        : yield* firstJob(directory, options, setting);
      yield* runTraining({ ...job, pauseAfter, onStep }, begin);
    }
    const loss = yield* bestLoss(directory, options.goal, pauseAfter);
    return { directory, loss, reused };
  }));

const isDone = (claimed: ClaimedRun, pauseAfter: number = Infinity): boolean => {
  if (claimed.state !== "unfinished") return claimed.state === "finished";
  const { status, steps } = claimed.existing.manifest.outcome;
  return status === "paused" && steps >= pauseAfter;
};

const savedSteps = (claimed: ClaimedRun): number =>
  claimed.state === "unfinished" ? claimed.existing.manifest.checkpoints.at(-1)?.step ?? 0 : 0;

const firstJob = Effect.fnUntraced(function* (
  directory: string,
  { gates, runs }: TrialOptions,
  setting: Pick<TrainingJob, "experiment" | "model" | "corpus">,
): Effect.fn.Return<Prepared, InputError | RunError> {
  const { experiment, model, corpus } = setting;
  const engine = yield* resolveEngine(experiment.engine);
  yield* checkGates(model, experiment.seed);
  const begin = { experiment, gates, corpus, engine, runs, again: false };
  const weights = yield* inSlices(() => initialWeightSlices(model, experiment.seed));
  return {
    job: { ...setting, engine, weights, from: undefined },
    begin: beginRun(directory, begin),
  };
});

/** Two trials of the same values are one run: the second waits for the first. */
const claimPatiently = (
  { experiment, gates, corpus, runs, patience }: TrialOptions,
): ReturnType<typeof claimRun> => {
  const hash = experimentHash(experiment, corpus.hash, 64, gates?.sha256);
  const claim = (beside: boolean) => claimRun({ runs, name: experiment.name, hash, beside });
  return claim(false).pipe(
    Effect.retry({
      while: (error) => error instanceof DirectoryInUse,
      schedule: Schedule.spaced(100),
      times: 10 * patience,
    }),
    Effect.catchIf((error) => error instanceof DirectoryInUse, () => claim(true)),
  );
};

const bestLoss = Effect.fnUntraced(function* (
  directory: string,
  goal: Goal,
  until: number = Infinity,
): Effect.fn.Return<number, InputError | RunError> {
  const better = goal === "minimize" ? Math.min : Math.max;
  const loss = yield* Stream.runFold(
    readMetrics(directory),
    (): number | undefined => undefined,
    (best, { split, step, loss }) =>
      split !== "valid" || step > until || loss === null ? best : better(best ?? loss, loss),
  );
  if (loss !== undefined) return loss;
  return yield* new FailedExperiment({
    message: `"${directory}" was not measured on the validation part by step ${until}: ` +
      "make training.evaluate.every shorter, or the sweep's grace longer",
  });
});
