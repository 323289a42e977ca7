/** Going on with an interrupted run, from its newest sound checkpoint to the bits of an undisturbed one. */
import { join } from "node:path";
import { Effect, Option, type Scope } from "effect";
import { InputError, type RunError } from "../src/errors.ts";
import { Screen } from "../src/metrics/screen.ts";
import { initialWeights } from "../src/model/initial_weights.ts";
import { makeOptimizer } from "../src/optimizer/make_optimizer.ts";
import type { Experiment } from "../src/experiment/schema.ts";
import { checkGates } from "../src/session/check_gates.ts";
import { carriedState } from "../src/session/carried_tensors.ts";
import { rewindCheckpoints } from "../src/run/checkpoint.ts";
import { type ExistingRun, takeRun } from "../src/run/existing_run.ts";
import { noteResumed } from "../src/run/outcome.ts";
import { type Checkpoint, readLastCheckpoint } from "../src/run/read_checkpoint.ts";
import type { Run } from "../src/run/run_directory.ts";
import { modelValues, slotValues } from "../src/session/tensors.ts";
import { type CodeOption, corpusOfRun, describeRun } from "../src/session/load_run.ts";
import { describeEngine } from "../src/session/open_engine.ts";
import { summarize, type Summary } from "../src/session/summary.ts";
import type { ResumePoint, TrainingJob } from "../src/session/training_job.ts";
import { SavedState } from "../src/session/training_state.ts";
import type { Model } from "../src/model/model.ts";
import { warnOfChanges } from "../src/session/warn_of_changes.ts";
import { printResult, trainRun } from "./train.ts";

export interface ResumeOptions extends CodeOption {
  readonly run: string;
  readonly workers: number | "auto" | undefined;
}

/** Trains a run to its end; a finished one is answered as it is. */
export const resumeRun = (
  { run: directory, workers, allowCode }: ResumeOptions,
): Effect.Effect<
  { readonly summary: Summary; readonly experiment: Experiment },
  InputError | RunError,
  Scope.Scope
> =>
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
    screen.print(describeEngine(engine));
    const job = yield* resumeJob(existing, { experiment, model, engine, corpus });
    const summary = yield* trainRun(job);
    return { summary, experiment };
  });

/** The rest of a run, from its newest sound checkpoint on. */
export const resumeJob = Effect.fnUntraced(function* (
  { directory, manifest, run }: ExistingRun & { readonly run: Run },
  setting: Pick<TrainingJob, "experiment" | "model" | "engine" | "corpus">,
): Effect.fn.Return<TrainingJob, InputError | RunError> {
  const { experiment, model } = setting;
  const screen = yield* Screen;
  yield* warnOfChanges(manifest);
  yield* checkGates(model, experiment.seed);
  const checkpoint = Option.getOrUndefined(
    yield* readLastCheckpoint(directory, manifest, SavedState),
  );
  yield* rewindCheckpoints(run, checkpoint?.entry.name);
  const from = checkpoint === undefined
    ? undefined
    : yield* resumePoint(checkpoint, model, experiment, directory);
  const { step, epoch } = from?.saved.training ?? { step: 0, epoch: 0 };
  yield* noteResumed(run, { step, epochs: epoch });
  screen.print(`going on after step ${step}`);
  const weights = from?.weights ?? initialWeights(model, experiment.seed);
  return { ...setting, weights, run, from };
});

/** What a checkpoint says, as values of the model. */
const resumePoint = Effect.fnUntraced(function* (
  { entry, model: tensors, optimizer, carried, state }: Checkpoint<SavedState>,
  model: Model,
  experiment: Experiment,
  directory: string,
): Effect.fn.Return<ResumePoint, InputError> {
  const file = (name: string) => join(directory, "checkpoints", entry.name, name);
  const { slots } = makeOptimizer(experiment.training.optimizer);
  return {
    saved: state,
    weights: yield* Effect.fromResult(modelValues(model, tensors, file("model.safetensors"))),
    slots: yield* Effect.fromResult(
      slotValues(model, slots, optimizer, file("optimizer.safetensors")),
    ),
    carried: carried === undefined ? undefined : yield* Effect.fromResult(
      carriedState(model, carried, experiment.batch.size, file("carried.safetensors")),
    ),
  };
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
