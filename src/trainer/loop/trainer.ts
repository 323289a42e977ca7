/**
 * The trainer: what happens at a step and after it. Its whole memory is one {@link TrainingState},
 * which changes only where no interruption can fall. So a checkpoint can be written anywhere else,
 * and training resumes from it to the same bits.
 */
import { Context, Effect, Layer } from "effect";
import type { Engine } from "../../compute/engine.ts";
import type { InputError, RunError } from "../../base/errors.ts";
import type { Batch } from "../../text/batch/batch.ts";
import type { Diverged } from "../../training/divergence.ts";
import { shouldStop } from "../../training/early_stop.ts";
import type { TrainingReport } from "../../training/metrics/line_gatherer.ts";
import type { Metrics } from "../../training/metrics/metrics.ts";
import { evaluateValidation, lookIfDue } from "./evaluate_parts.ts";
import { type RecentSteps, recentSteps } from "./recent_steps.ts";
import { saveCheckpoint, saveDueCheckpoint } from "./save_checkpoint.ts";
import { stoppedEarly } from "./stopped_early.ts";
import { makeSteps } from "./train_step.ts";
import {
  dueNow,
  makeParts,
  noStepYet,
  type TrainerOptions,
  type TrainerParts,
} from "./trainer_parts.ts";
import { initialTraining, type TrainingState } from "./training_state.ts";

export class Trainer extends Context.Service<Trainer, {
  readonly state: () => TrainingState;
  /** Submits a step on a batch: forward, backward, update; returns reports of finished steps. */
  readonly step: (
    batch: Batch,
  ) => Effect.Effect<readonly TrainingReport[], InputError | RunError | Diverged>;
  /** What is due after a step: evaluation, checkpoint. */
  readonly settle: Effect.Effect<void, InputError | RunError | Diverged>;
  /** Whether the last epoch is done or training has stopped early. */
  readonly isOver: () => boolean;
  /**
   * Evaluates once more unless that was just done, writes the last checkpoint and notes the end.
   */
  readonly finish: Effect.Effect<void, InputError | RunError | Diverged>;
  /** Writes a checkpoint of the state as it is, and notes that the run is paused. */
  readonly pause: Effect.Effect<void, InputError | RunError | Diverged>;
  /** Writes a checkpoint of the state as it is. */
  readonly save: Effect.Effect<void, RunError | Diverged>;
  /** False after a divergence: weights and state are not of the same step any more. */
  readonly isSound: () => boolean;
  readonly recent: () => RecentSteps;
  /**
   * Restores the state of a checkpoint (undefined: the start), with the learning rate halved once
   * more. Engine and metrics must have been restored already. Writes the checkpoint again, so that
   * a run killed now resumes there with that rate.
   */
  readonly goBack: (saved: TrainingState | undefined) => Effect.Effect<void, RunError | Diverged>;
}>()("unroll/trainer/Trainer") {
  static readonly layer = (
    options: TrainerOptions,
  ): Layer.Layer<Trainer, never, Engine | Metrics> =>
    Layer.effect(Trainer, Effect.map(makeParts(options), makeTrainer));
}

const makeTrainer = (parts: TrainerParts): Trainer["Service"] => {
  const { experiment: { training }, corpus: { valid }, live, metrics } = parts;
  const { train, drain, isPending } = makeSteps(parts);

  const isOver = () => {
    const { epoch, due, stop } = live.state;
    return epoch >= training.epochs || (!due && shouldStop(training.stop, stop));
  };

  const settle = Effect.gen(function* () {
    if (isPending()) return;
    const isBest = live.state.due && valid !== undefined &&
      (yield* evaluateValidation(parts, valid));
    // At the end, finish writes it, with the last line of metrics.
    if ((isBest || dueNow(parts).checkpoint) && !isOver()) yield* saveDueCheckpoint(parts);
  });

  const finish = Effect.gen(function* () {
    yield* drain;
    // A longer training goes on from before the last line, which is not due in it.
    const before = yield* metrics.checkpoint;
    yield* metrics.finish;
    const { step, evaluated } = live.state;
    if (valid !== undefined && evaluated !== step) yield* evaluateValidation(parts, valid);
    yield* saveDueCheckpoint(parts, "finished", before);
    const stopped = stoppedEarly(training, live.state);
    if (stopped !== undefined) yield* Effect.logInfo(stopped);
  });

  // An interruption or a pause may fall between a step and the checkpoint that is due after it.
  const save = (ending?: "paused") =>
    Effect.gen(function* () {
      yield* drain;
      if (dueNow(parts).checkpoint) return yield* saveDueCheckpoint(parts, ending);
      const { best, step } = live.state;
      yield* saveCheckpoint(parts, { isDue: best.step === step, ending });
    });

  return {
    state: () => live.state,
    step: (batch) => Effect.andThen(Effect.suspend(() => lookIfDue(parts)), train(batch)),
    settle,
    isOver,
    finish,
    pause: save("paused"),
    save: save(),
    isSound: () => live.sound,
    recent: () => recentSteps(live),
    goBack: (saved) => Effect.suspend(() => goBack(parts, saved)),
  };
};

const goBack = (
  parts: TrainerParts,
  saved: TrainingState | undefined,
): Effect.Effect<void, RunError | Diverged> => {
  const { live, schedule } = parts;
  const then = saved ?? initialTraining(schedule);
  live.state = { ...then, rollbacks: live.state.rollbacks + 1, tried: then.step };
  live.lastStep = noStepYet(schedule, live.state);
  live.sound = true;
  return saveCheckpoint(parts, { isDue: true });
};
