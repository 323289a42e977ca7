/** The state of a training between two steps: plain data, the `state.json` of a checkpoint. */
import { Effect, Schema } from "effect";
import { MetricsState } from "../../training/metrics/metrics_state.ts";
import { type Schedule, ScheduleState } from "../../training/schedule/schedule.ts";
import { BestState, initialBest } from "../../training/best.ts";
import { EarlyStopState, initialEarlyStop } from "../../training/early_stop.ts";

export const TrainingState = Schema.Struct({
  /** Steps done. */
  step: Schema.Natural,
  /** Place of the next batch: its epoch and its number in it, both from 0. */
  epoch: Schema.Natural,
  batch: Schema.Natural,
  schedule: ScheduleState,
  stop: EarlyStopState,
  best: BestState,
  /** Training loss since the best training loss was last looked at, in nats, and its tokens. */
  since: Schema.Struct({ loss: Schema.Finite, tokens: Schema.Natural }),
  /** Number of the step before which the training part was last measured; −1 for never. */
  measured: Schema.Int,
  /** An evaluation is due and not done yet. */
  due: Schema.Boolean,
  /** Steps done at the last evaluation; −1 for never. */
  evaluated: Schema.Int,
  /**
   * Steps of the newest checkpoints that were due (an interruption's own is not) and before any
   * explosion. A rollback returns to one of them, so a run has the same result whether interrupted
   * or not.
   */
  anchors: Schema.Array(Schema.Natural).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  /** The one that the last rollback went to; −1 before. A second time goes to the one before it. */
  tried: Schema.Int.pipe(Schema.withDecodingDefaultKey(Effect.succeed(-1))),
  /** Steps in a row, up to this one, whose loss has exploded. */
  exploded: Schema.Natural.pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  /** Times that training went back after a divergence, each with half the learning rate. */
  rollbacks: Schema.Natural.pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
});
export type TrainingState = typeof TrainingState.Type;

/** What a checkpoint's `state.json` holds. */
export const SavedState = Schema.Struct({ training: TrainingState, metrics: MetricsState });
export type SavedState = typeof SavedState.Type;

/** Before the first step. */
export const initialTraining = (schedule: Schedule): TrainingState => ({
  step: 0,
  epoch: 0,
  batch: 0,
  schedule: schedule.initial,
  stop: initialEarlyStop,
  best: initialBest,
  since: { loss: 0, tokens: 0 },
  measured: -1,
  due: false,
  evaluated: -1,
  anchors: [],
  tried: -1,
  exploded: 0,
  rollbacks: 0,
});

/**
 * Number of rollbacks that a run may make: the last one continues with 1/256 of the learning rate.
 */
export const mostRollbacks = 8;

/**
 * Steps done where a rollback goes to: the newest checkpoint that was due, or the one before where
 * training went back to that already, or where its weights alone lead to the same; undefined where
 * nothing is left to go back to, because the very first weights do.
 *
 * @param diverged step at which training diverged
 */
export const rollbackTarget = (
  { anchors, tried }: Pick<TrainingState, "anchors" | "tried">,
  diverged: number,
): number | undefined => {
  const newest = anchors.at(-1) ?? 0;
  // The step after a checkpoint is computed from its weights, whatever the learning rate.
  const certain = diverged === newest + 1;
  if (newest === 0) return certain ? undefined : 0;
  return certain || newest === tried ? anchors.at(-2) ?? 0 : newest;
};

/** What the schedule's learning rate is multiplied by. */
export const rateFactor = ({ rollbacks }: Pick<TrainingState, "rollbacks">): number =>
  1 / 2 ** rollbacks;
