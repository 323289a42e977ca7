/**
 * One trial of a sweep: an ordinary run, new or resumed, that pauses at a rung. A finished run is
 * returned as it is.
 */
import { Effect, Schedule, Schema, type Scope, Stream } from "effect";
import { FailedExperiment, type InputError, type RunError } from "../base/errors.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { Parent } from "../experiment/parent/parent.ts";
import type { GateModule } from "../model/user_gates/gate_module.ts";
import { readMetrics } from "../training/metrics/read_metrics.ts";
import { type ClaimedRun, claimRun } from "../run/claim_run.ts";
import { DirectoryInUse } from "../base/files/lock.ts";
import { checkTrainable } from "./job/check_trainable.ts";
import { hashOf } from "./job/begin_run.ts";
import { newJob } from "./job/new_job.ts";
import { experimentModel } from "../experiment/setup/experiment_model.ts";
import { resolveEngine } from "../experiment/setup/resolve_engine.ts";
import type { Prepared, TrainingJob } from "./job/training_job.ts";
import type { TokenizedCorpus } from "../text/tokens/tokenized_corpus.ts";
import { resumeJob } from "./job/resume_job.ts";
import { runTraining } from "./run_training.ts";
import { formatCount } from "../base/terminal/format_number.ts";

export interface TrialOptions {
  readonly experiment: Experiment;
  readonly gates: GateModule | undefined;
  readonly corpus: TokenizedCorpus;
  /** The model that training starts from, if it does. */
  readonly parent?: Parent | undefined;
  readonly runs: string;
  /** Steps after which it pauses; undefined is full length. */
  readonly pauseAfter: number | undefined;
  /** Whether the least validation loss counts, or the greatest. */
  readonly goal: "minimize" | "maximize";
  /** Seconds to wait for a directory that another process holds, before one beside it is taken. */
  readonly patience: number;
  readonly onStep: (step: number) => void;
  /** Called with the directory as soon as it is known. */
  readonly onDirectory: (directory: string) => void;
  /** Before anything is trained: steps of the newest checkpoint that is there. */
  readonly onSetOut: (saved: number) => Effect.Effect<void, RunError>;
}

export interface TrialResult {
  readonly directory: string;
  /** Best validation loss up to the pause, in nats per token. */
  readonly loss: number;
  /** Whether nothing had to be trained. */
  readonly reused: boolean;
}

/** Trains a trial up to its pause and answers the best validation loss until there. */
export const runTrial = Effect.fnUntraced(
  function* (
    options: TrialOptions,
  ): Effect.fn.Return<TrialResult, InputError | RunError, Scope.Scope> {
    const { experiment, gates, corpus, parent, pauseAfter, goal, onStep } = options;
    const vocabulary = corpus.vocabulary.words.length;
    const model = yield* experimentModel(experiment, vocabulary, undefined, gates);
    const claimed = yield* claimPatiently(options);
    const directory = directoryOf(claimed);
    options.onDirectory(directory);
    const reused = isDone(claimed, pauseAfter);
    if (claimed.state !== "finished" && !reused) {
      yield* options.onSetOut(savedSteps(claimed));
      const { job, begin } = yield* prepare(claimed, { gates, parent }, {
        experiment,
        model,
        corpus,
      });
      yield* runTraining({ job: { ...job, pauseAfter, onStep }, begin });
    }
    const loss = yield* bestLoss(directory, goal, pauseAfter);
    return { directory, loss, reused };
  },
  Effect.scoped,
  Effect.withSpan("trial"),
);

const isDone = (claimed: ClaimedRun, pauseAfter: number = Infinity): boolean => {
  if (claimed.state !== "unfinished") return claimed.state === "finished";
  const { status, steps } = claimed.existing.manifest.outcome;
  return status === "paused" && steps >= pauseAfter;
};

const savedSteps = (claimed: ClaimedRun): number =>
  claimed.state === "unfinished" ? claimed.existing.manifest.checkpoints.at(-1)?.step ?? 0 : 0;

const directoryOf = (claimed: ClaimedRun): string =>
  claimed.state === "unfinished" ? claimed.existing.directory : claimed.directory;

/** Prepares a new training, or one that resumes with the product that its run started with. */
const prepare = Effect.fnUntraced(function* (
  claimed: Exclude<ClaimedRun, { readonly state: "finished" }>,
  given: Pick<TrialOptions, "gates" | "parent">,
  setting: Pick<TrainingJob, "experiment" | "model" | "corpus">,
): Effect.fn.Return<Prepared, InputError | RunError> {
  const { engine: config } = setting.experiment;
  if (claimed.state === "unfinished") {
    const { existing } = claimed;
    const engine = yield* resolveEngine(config, existing.manifest.engine.gemm);
    return yield* resumeJob(existing, { ...setting, engine });
  }
  const engine = yield* resolveEngine(config);
  yield* checkTrainable({ ...setting, engine });
  return yield* newJob(claimed.directory, { ...setting, ...given, engine });
});

/** Two trials of the same values are one run: the second waits for the first. */
const claimPatiently = (options: TrialOptions): ReturnType<typeof claimRun> => {
  const { experiment, runs, patience } = options;
  const hash = hashOf(options);
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
  goal: TrialOptions["goal"],
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
  return yield* new NotMeasured({ directory, until });
});

/** A trial that came to its pause before the validation part was measured. */
class NotMeasured extends FailedExperiment.extend<NotMeasured>("NotMeasured")({
  _tag: Schema.tag("NotMeasured"),
  directory: Schema.String,
  /** Steps until the pause. */
  until: Schema.Number,
}) {
  override get message(): string {
    return `"${this.directory}" was not measured on the validation part by step ${
      formatCount(this.until)
    }: ` +
      "make training.evaluate.every shorter, or the sweep's grace longer";
  }
}
