/** Measurements of the validation and the training part, with what they mean for the training. */
import { Effect } from "effect";
import { Engine } from "../../compute/engine.ts";
import type { InputError, RunError } from "../../base/errors.ts";
import type { TokenPart } from "../../text/tokens/token_part.ts";
import { observeBest } from "../../training/best.ts";
import type { Diverged } from "../../training/divergence.ts";
import { observeStop } from "../../training/early_stop.ts";
import { failIfDiverged } from "./fail_if_diverged.ts";
import { type Measurement, measurePart } from "./measure_part.ts";
import { noteBaselines } from "./note_baselines.ts";
import { dueNow, type LiveState, type TrainerParts } from "./trainer_parts.ts";

/**
 * Measures the validation part for the schedule, early stop and the best checkpoint; answers
 * whether the model is the best so far, where that is what the best has least of.
 */
export const evaluateValidation = Effect.fnUntraced(function* (
  parts: TrainerParts,
  valid: TokenPart,
): Effect.fn.Return<boolean, InputError | RunError | Diverged> {
  const { live, metrics, schedule, experiment } = parts;
  const { step, epoch, batch } = live.state;
  const { loss } = yield* measure(parts, valid);
  yield* failIfDiverged(parts, step, loss);
  yield* noteBaselines(parts);
  const last = Math.max(0, batch === 0 ? epoch - 1 : epoch);
  return yield* metrics.evaluated({ step, epoch: last, split: "valid", loss }).pipe(
    Effect.andThen(Effect.sync(() => {
      const { state } = live;
      live.state = {
        ...state,
        schedule: schedule.watches === "valid.loss"
          ? schedule.observe(state.schedule, { loss, step, epoch })
          : state.schedule,
        stop: observeStop(state.stop, loss),
        due: false,
        evaluated: step,
      };
      return experiment.checkpoint.best === "valid.loss" && takeIfBest(live, loss);
    })),
    Effect.uninterruptible,
  );
}, Effect.withSpan("evaluation", { attributes: { split: "valid" } }));

/** Takes a loss as the best where it is the least so far; answers whether it is. */
export const takeIfBest = (live: LiveState, loss: number): boolean => {
  const { state: best, improved } = observeBest(live.state.best, loss, live.state.step);
  live.state = { ...live.state, best };
  return improved;
};

/** The tutorial's look at the training part, before a step where the schedule asks for it. */
export const lookIfDue = (parts: TrainerParts): Effect.Effect<void, InputError | RunError> => {
  const { step, measured } = parts.live.state;
  return measured === step || !dueNow(parts).look ? Effect.void : look(parts);
};

const look = Effect.fnUntraced(function* (
  parts: TrainerParts,
): Effect.fn.Return<void, InputError | RunError> {
  const { live, metrics, schedule, corpus } = parts;
  const { step, epoch } = live.state;
  const { loss, sentenceLoss } = yield* measure(parts, corpus.train);
  const note = `sentence loss ${sentenceLoss}`;
  yield* metrics.evaluated({ step, epoch, split: "train", loss, note }).pipe(
    Effect.andThen(Effect.sync(() => {
      const { state } = live;
      const observed = schedule.observe(state.schedule, { loss: sentenceLoss, step, epoch });
      live.state = { ...state, schedule: observed, measured: step };
    })),
    Effect.uninterruptible,
  );
}, Effect.withSpan("evaluation", { attributes: { split: "train" } }));

const measure = (
  { engine, experiment }: TrainerParts,
  part: TokenPart,
): Effect.Effect<Measurement, InputError | RunError> =>
  Effect.provideService(measurePart(part, experiment.batch), Engine, engine);
