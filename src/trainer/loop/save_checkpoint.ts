/** The trainer's checkpoints: what is looked at before one is written, and what it holds. */
import { Effect } from "effect";
import { allFinite } from "../../compute/all_finite.ts";
import type { RunError } from "../../base/errors.ts";
import type { Values } from "../../model/model.ts";
import { findSlot } from "../../compute/reference/find_overflow.ts";
import { findVanishing } from "../../compute/float32/find_vanishing.ts";
import { writeCheckpoint } from "../../run/checkpoint.ts";
import { checkpointName } from "../../run/checkpoint_folder.ts";
import type { MetricsState } from "../../training/metrics/metrics_state.ts";
import type { Diverged } from "../../training/divergence.ts";
import { carriedTensors } from "./carried_tensors.ts";
import { takeIfBest } from "./evaluate_parts.ts";
import { failIfDiverged } from "./fail_if_diverged.ts";
import { modelTensors, slotTensors } from "../../experiment/tensors/model_tensors.ts";
import { stoppedEarly } from "./stopped_early.ts";
import type { TrainerParts } from "./trainer_parts.ts";
import type { SavedState } from "./training_state.ts";
import { formatCount } from "../../base/terminal/format_number.ts";

/** How a run ends with its last checkpoint. */
export type RunEnding = "finished" | "paused";

/**
 * The checkpoint that is due: a rollback may go there, and where the training loss is watched, it
 * is that since the one before.
 *
 * @param told what the checkpoint says of the metrics; by default, how they are now
 */
export const saveDueCheckpoint = (
  parts: TrainerParts,
  ending?: RunEnding,
  told?: MetricsState,
): Effect.Effect<void, RunError | Diverged> =>
  Effect.suspend(() => {
    const { live, experiment } = parts;
    const { loss, tokens } = live.state.since;
    if (experiment.checkpoint.best === "train.loss" && tokens > 0) {
      takeIfBest(live, loss / tokens);
      live.state = { ...live.state, since: { loss: 0, tokens: 0 } };
    }
    return saveCheckpoint(parts, { isDue: true, ending, told });
  }).pipe(Effect.uninterruptible);

/** Writes a checkpoint of where training stands. */
export const saveCheckpoint = Effect.fnUntraced(function* (
  parts: TrainerParts,
  { isDue, ending, told }: {
    readonly isDue: boolean;
    readonly ending?: RunEnding | undefined;
    readonly told?: MetricsState | undefined;
  },
): Effect.fn.Return<void, RunError | Diverged> {
  const { experiment: { checkpoint, from, training }, run, live, metrics } = parts;
  const { step, epoch } = live.state;
  const content = yield* contentOf(parts, isDue, told);
  const { anchors, best } = live.state;
  const isBest = best.step === step;
  yield* writeCheckpoint(run, {
    step,
    epochs: epoch,
    content,
    metric: isBest ? best.loss : null,
    best: isBest,
    keep: checkpoint.keep,
    // Nothing but the first checkpoint has the weights that such a training starts from.
    protect: [...(from === undefined ? [] : [0]), ...anchors].map(checkpointName),
    ending: ending && {
      status: ending,
      ...(ending === "finished" ? messageOf(stoppedEarly(training, live.state)) : {}),
      steps: step,
      epochs: epoch,
      best: best.loss,
    },
  });
  live.recent = { from: step, rates: [] };
  yield* warnOfVanishing(parts);
  yield* metrics.pause;
}, (effect, { live }) =>
  effect.pipe(
    Effect.uninterruptible,
    Effect.withSpan("checkpoint", { attributes: { step: live.state.step } }),
  ));

const messageOf = (message: string | undefined) => message === undefined ? {} : { message };

/** Everything that training goes on from. Fails where a number of it is not finite. */
const contentOf = Effect.fnUntraced(function* (
  parts: TrainerParts,
  isDue: boolean,
  told: MetricsState | undefined,
) {
  const { experiment, model, engine, metrics, live } = parts;
  const { precision } = experiment.engine;
  const carried = experiment.batch.kind === "contiguous" ? yield* engine.carried : undefined;
  const weights = yield* engine.weights;
  const slots = yield* engine.slots;
  yield* failIfOverflown(parts, weights, slots);
  if (isDue) anchor(parts);
  // Taken in any case: it flushes the lines to the device.
  const now = yield* metrics.checkpoint;
  const state: SavedState = { training: live.state, metrics: told ?? now };
  return {
    model: modelTensors(model, weights, precision),
    optimizer: slotTensors(model, slots, precision),
    carried: carried === undefined ? undefined : carriedTensors(model, carried),
    state,
  };
});

/** An update can overflow where its loss did not. */
const failIfOverflown = (
  parts: TrainerParts,
  weights: Values,
  slots: ReadonlyMap<string, Values>,
): Effect.Effect<void, Diverged> => {
  const { state, lastStep: { loss } } = parts.live;
  if (loss === undefined) return Effect.void;
  const weightsOverflow = !allFinite(weights);
  return failIfDiverged(parts, state.step, loss, { weightsOverflow, slot: findSlot(slots) });
};

/** Lets rollbacks go to this step, unless its loss has exploded. */
const anchor = ({ experiment, live }: TrainerParts): void => {
  const { step, exploded, anchors } = live.state;
  if (exploded > 0) return;
  const before = anchors.filter((other) => other < step);
  live.state = { ...live.state, anchors: [...before, step].slice(-experiment.checkpoint.keep) };
};

/** Says once where the gradient vanishes; looked at with each checkpoint, outside of steps. */
const warnOfVanishing = Effect.fnUntraced(function* ({ model, engine, live }: TrainerParts) {
  const { loss, gradientNorm } = live.lastStep;
  if (live.toldOfVanishing || loss === undefined || gradientNorm === undefined) return;
  const found = findVanishing(model, yield* engine.gradient);
  if (found === undefined) return;
  live.toldOfVanishing = true;
  yield* Effect.logWarning(
    `The gradient vanishes at step ${formatCount(live.state.step)}: ${found}`,
  );
});
