/** Going on with an interrupted run, from its newest sound checkpoint to the bits of an undisturbed one. */
import { join } from "node:path";
import { Effect, Option, type Scope } from "effect";
import { batchCount } from "../src/batch/batches.ts";
import { InputError, type RunError } from "../src/errors.ts";
import { checkWritten, nothingWritten } from "../src/metrics/jsonl_sink.ts";
import { Screen } from "../src/metrics/screen.ts";
import { initialWeightSlices } from "../src/model/initial_weights.ts";
import { inSlices } from "../src/slices.ts";
import type { Experiment } from "../src/experiment/schema.ts";
import { checkGates } from "../src/session/check_gates.ts";
import { checkMemory } from "../src/session/check_memory.ts";
import { checkSavedPlace } from "../src/session/check_saved_place.ts";
import { say } from "../src/session/note_outcome.ts";
import type { TrainingJob } from "../src/session/training_job.ts";
import { rewindCheckpoints } from "../src/run/checkpoint.ts";
import { type ExistingRun, takeRun } from "../src/run/existing_run.ts";
import { noteResumed } from "../src/run/outcome.ts";
import { metricsFile, type Run } from "../src/run/run_directory.ts";
import { readLastCheckpoint } from "../src/run/read_checkpoint.ts";
import { type CodeOption, corpusOfRun, describeRun } from "../src/session/load_run.ts";
import { resumePoint } from "../src/session/resume_point.ts";
import { describeEngine } from "../src/session/open_engine.ts";
import { summarize, type Summary } from "../src/session/summary.ts";
import { SavedState } from "../src/session/training_state.ts";
import { warnOfChanges } from "../src/session/warn_of_changes.ts";
import { type Prepared, printResult, trainRun } from "./train.ts";

export interface ResumeOptions extends CodeOption {
  readonly run: string;
  readonly workers: number | "auto" | undefined;
}

/** What a run comes to. */
interface Resumed {
  readonly summary: Summary;
  readonly experiment: Experiment;
}

/** Trains a run to its end; a finished one is answered as it is. */
export const resumeRun = (
  options: ResumeOptions,
): Effect.Effect<Resumed, InputError | RunError, Scope.Scope> =>
  prepare(options).pipe(
    Effect.onInterrupt(() => say("Interrupted before a step, the run is as it was")),
    Effect.flatMap((prepared) => {
      if ("summary" in prepared) return Effect.succeed(prepared);
      const { job, begin } = prepared;
      const { experiment } = job;
      return Effect.map(trainRun(job, begin), (summary) => ({ summary, experiment }));
    }),
  );

/** Everything up to the next step: nothing is written before all of it is known to be sound. */
const prepare = (
  { run: directory, workers, allowCode }: ResumeOptions,
): Effect.Effect<Prepared | Resumed, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const screen = yield* Screen;
    const existing = yield* takeRun(directory);
    const { manifest } = existing;
    const { experiment, model, vocabulary, engine } = yield* describeRun(
      existing,
      { workers, allowCode },
      manifest.engine.gemm,
    );
    const corpus = yield* corpusOfRun(existing, experiment);
    if (corpus.vocabulary.words.length !== vocabulary.words.length) {
      return yield* new InputError({
        message:
          `The vocabulary of "${directory}" has ${vocabulary.words.length} tokens, its corpus gives ` +
          `${corpus.vocabulary.words.length}`,
      });
    }
    if (manifest.outcome.status === "finished") {
      screen.print(`"${directory}" is finished already`);
      return { summary: summarize(experiment, corpus, existing), experiment };
    }
    return yield* resumeJob(existing, { experiment, model, engine, corpus });
  });

/** The rest of a run, from its newest sound checkpoint on. */
export const resumeJob = Effect.fnUntraced(function* (
  { directory, manifest, run }: ExistingRun & { readonly run: Run },
  setting: Pick<TrainingJob, "experiment" | "model" | "engine" | "corpus">,
): Effect.fn.Return<Prepared, InputError | RunError> {
  const { experiment, model, engine, corpus } = setting;
  const screen = yield* Screen;
  yield* warnOfChanges(manifest);
  yield* checkGates(model, experiment.seed);
  yield* checkMemory(model, corpus, experiment, engine);
  const checkpoint = Option.getOrUndefined(
    yield* readLastCheckpoint(directory, manifest, SavedState),
  );
  const from = checkpoint === undefined
    ? undefined
    : yield* resumePoint(checkpoint, model, experiment, directory);
  if (checkpoint !== undefined) {
    const { entry, state } = checkpoint;
    const perEpoch = batchCount(corpus.train, experiment.batch);
    const expected = { step: entry.step, perEpoch, epochs: experiment.training.epochs };
    const file = join(directory, "checkpoints", entry.name, "state.json");
    yield* Effect.fromResult(checkSavedPlace(state.training, expected, file));
  }
  if (experiment.metrics.sinks.includes("jsonl")) {
    yield* checkWritten(join(directory, metricsFile), from?.saved.metrics ?? nothingWritten);
  }
  const { step, epoch } = from?.saved.training ?? { step: 0, epoch: 0 };
  const begin = Effect.gen(function* () {
    yield* rewindCheckpoints(run, checkpoint?.entry.name);
    yield* noteResumed(run, { step, epochs: epoch });
    screen.print(`${describeEngine(engine)}\ngoing on after step ${step}`);
    return run;
  });
  const weights = from?.weights ??
    (yield* inSlices(() => initialWeightSlices(model, experiment.seed)));
  return { job: { ...setting, weights, from }, begin };
});

/** The command `resume`. */
export const resume = (
  options: ResumeOptions & { readonly json: boolean },
): Effect.Effect<void, InputError | RunError> =>
  Effect.scoped(resumeRun(options)).pipe(
    Effect.flatMap(({ summary, experiment }) =>
      printResult(summary, { experiment, json: options.json })
    ),
  );
