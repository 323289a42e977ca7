/** The rest of a run as a training job, from its newest sound checkpoint. */
import { join } from "node:path";
import { Effect, Option, Schema } from "effect";
import { batchCount } from "../../text/batch/batches.ts";
import { InputError, type RunError } from "../../base/errors.ts";
import { checkWritten, nothingWritten } from "../../training/metrics/jsonl_sink.ts";
import { initialWeightSlices } from "../../model/initial_weights.ts";
import { parameterCount } from "../../model/parameter_count.ts";
import { rewindCheckpoints } from "../../run/checkpoint.ts";
import { currentEnvironment } from "../../run/environment.ts";
import type { ExistingRun } from "../../run/existing_run.ts";
import { noteResumed } from "../../run/outcome.ts";
import { readLastCheckpoint } from "../../run/read_sound_checkpoint.ts";
import { metricsFile, type Run } from "../../run/run_directory.ts";
import { inSlices } from "../../base/slices.ts";
import { unrollCommand } from "../../base/unroll_command.ts";
import { checkTrainable } from "./check_trainable.ts";
import { checkSavedPlace } from "./check_saved_place.ts";
import { describeEngine } from "../../experiment/setup/resolve_engine.ts";
import { isPreparedAlike } from "../../experiment/setup/run_preparation.ts";
import { resumePoint } from "./resume_point.ts";
import type { Prepared, TrainingJob } from "./training_job.ts";
import { SavedState } from "../loop/training_state.ts";
import { warnOfChanges } from "./warn_of_changes.ts";
import { formatCount } from "../../base/terminal/format_number.ts";

/** Errors: an InputError where what the run wrote is damaged or does not belong together. */
export const resumeJob = Effect.fnUntraced(function* (
  { directory, manifest, run }: ExistingRun & { readonly run: Run },
  setting: Pick<TrainingJob, "experiment" | "model" | "engine" | "corpus">,
): Effect.fn.Return<Prepared, InputError | RunError> {
  const { experiment, model, engine, corpus } = setting;
  if (!isPreparedAlike(corpus, experiment, manifest)) {
    // Only a trial of a sweep comes with a corpus that was loaded for others.
    return yield* new OtherPreparation({ directory });
  }
  yield* warnOfChanges(manifest, engine);
  yield* checkTrainable(setting);
  const checkpoint = Option.getOrUndefined(
    yield* readLastCheckpoint(directory, manifest, SavedState, parameterCount(model)),
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
    yield* noteResumed(run, { step, epochs: epoch }, yield* currentEnvironment(engine));
    yield* Effect.logInfo(`${describeEngine(engine)}\nresuming after step ${formatCount(step)}`);
    return run;
  });
  const weights = from?.weights ??
    (yield* inSlices(() => initialWeightSlices(model, experiment.seed)));
  return { job: { experiment, model, engine, corpus, weights, from }, begin };
});

/** A run whose text became tokens by older rules, met with a corpus of the newest. */
export class OtherPreparation extends InputError.extend<OtherPreparation>("OtherPreparation")({
  _tag: Schema.tag("OtherPreparation"),
  directory: Schema.String,
}) {
  override get message(): string {
    const { directory } = this;
    return `"${directory}" was started by a version of this program that handled file boundaries ` +
      `and line ends differently: finish it with: ${unrollCommand("resume", directory)}`;
  }
}
