/** Where a training stands between two steps: plain data, the `state.json` of a checkpoint. */
import { Schema } from "effect";
import { MetricsState } from "../metrics/metrics_state.ts";
import { type Schedule, ScheduleState } from "../schedule/schedule.ts";
import { BestState, initialBest } from "../training/best.ts";
import { EarlyStopState, initialEarlyStop } from "../training/early_stop.ts";

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
});
