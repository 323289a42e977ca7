/** Finds the origin of a divergence by repeating the steps since the last checkpoint. */
import { Effect, Option, SynchronizedRef } from "effect";
import type { Batch } from "../text/batch/batch.ts";
import { evaluationBatches, trainingBatches } from "../text/batch/batches.ts";
import { Engine } from "../compute/engine.ts";
import { findOverflow, findWeight } from "../compute/reference/find_overflow.ts";
import type { InputError, RunError } from "../base/errors.ts";
import { parameterCount } from "../model/parameter_count.ts";
import { dropoutKey } from "../model/dropout_key.ts";
import { readLastCheckpoint } from "../run/read_sound_checkpoint.ts";
import { inSlices } from "../base/slices.ts";
import { say } from "./note_outcome.ts";
import { restoreEngine, resumePoint, startingPoint } from "./job/resume_point.ts";
import type { TrainingJob } from "./job/training_job.ts";
import { Trainer } from "./loop/trainer.ts";
import { SavedState } from "./loop/training_state.ts";
import { counted, formatCount } from "../base/terminal/format_number.ts";

/** Multiplications of a search, some ten seconds of the reference engine's work. */
const mostWork = 1e10;

/**
 * The gate, layer and time step, in words; undefined if unknown: too many steps since the
 * checkpoint, a checkpoint that cannot be read any more, or finite numbers throughout in float64.
 * The engine's state is left anywhere in between.
 */
export const findOrigin = (
  job: TrainingJob,
): Effect.Effect<string | undefined, never, Trainer | Engine> =>
  search(job).pipe(Effect.catch(() => Effect.succeed(undefined)));

const search = Effect.fnUntraced(function* (
  job: TrainingJob,
): Effect.fn.Return<string | undefined, InputError | RunError, Trainer | Engine> {
  const { experiment, corpus, model, run } = job;
  const engine = yield* Engine;
  const trainer = yield* Trainer;
  const { from, rates } = trainer.recent();
  if (rates === undefined) return undefined;
  const manifest = SynchronizedRef.getUnsafe(run.manifest);
  const checkpoint = Option.getOrUndefined(
    yield* readLastCheckpoint(run.directory, manifest, SavedState, parameterCount(model)),
  );
  if ((checkpoint?.entry.step ?? 0) !== from) return undefined;
  const point = checkpoint === undefined
    ? undefined
    : yield* resumePoint(checkpoint, model, experiment, run.directory);
  yield* say(
    "looking for the gate that overflowed: repeating " +
      `${counted(rates.length, "step")} from step ${formatCount(from)}`,
  );
  yield* restoreEngine(engine, point ?? startingPoint(model, experiment));

  const { seed, engine: { precision }, training } = experiment;
  const common = { precision, mostWork };
  const batches = batchesAfter(job, point?.saved.training ?? { epoch: 0, batch: 0 });
  for (const [index, learningRate] of rates.entries()) {
    const step = from + index;
    const batch = batches.next().value!;
    if (index + 1 === rates.length) {
      const tokens = batch.inputs.length;
      const scale = 1 / (training.loss === "token-mean" ? tokens : batch.lengths.length);
      const rowKey = (row: number, time: number) => dropoutKey(seed, step, row, time);
      const carried = batch.carried ? yield* engine.carried : undefined;
      const weights = yield* engine.weights;
      const how = { ...common, carried, rowKey, scale };
      const found = yield* inSlices(() => findOverflow(model, weights, batch, how));
      if (found !== undefined) return found;
    }
    yield* engine.train(batch, { step, learningRate });
  }
  const weights = yield* engine.weights;
  const broken = findWeight(weights);
  if (broken !== undefined) return `${broken} after the update`;
  if (corpus.valid === undefined) return undefined;
  for (const batch of evaluationBatches(corpus.valid, experiment.batch)) {
    const { rowLosses } = yield* engine.evaluate(batch);
    if (rowLosses.every(Number.isFinite)) continue;
    const options = { ...common, carried: undefined, rowKey: undefined, scale: 1 };
    return yield* inSlices(() => findOverflow(model, weights, batch, options));
  }
  return undefined;
});

/** The training batches from a place on, epoch after epoch. */
function* batchesAfter(
  { experiment, corpus }: TrainingJob,
  place: { readonly epoch: number; readonly batch: number },
): Generator<Batch, undefined> {
  const { training, batch, seed } = experiment;
  for (let epoch = place.epoch; epoch < training.epochs; epoch++) {
    const first = epoch === place.epoch ? place.batch : 0;
    yield* trainingBatches(corpus.train, batch, { epoch, first, seed });
  }
}
