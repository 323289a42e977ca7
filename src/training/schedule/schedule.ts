/**
 * A schedule gives every step its learning rate. It is data and pure functions. What it remembers
 * of losses is a plain JSON state, which a checkpoint holds, so a resumed run has the same rates.
 */
import { Schema } from "effect";
import type { Every } from "../../config/every.ts";

/** The same for all kinds; a kind that watches no loss leaves it as it was. */
export const ScheduleState = Schema.Struct({
  /** Product of all reductions so far, 1 at first. */
  factor: Schema.Finite,
  /**
   * What the next look compares with: the last loss (halve-on-rise), the lowest (plateau); null
   * before the first look.
   */
  loss: Schema.NullOr(Schema.Finite),
  /** Looks in a row without an improvement (plateau). */
  waited: Schema.Int,
  /** Steps and epochs done at the last look. */
  step: Schema.Int,
  epoch: Schema.Int,
});
export type ScheduleState = typeof ScheduleState.Type;

/**
 * The loss that a schedule looks at; train.sentence-loss is the mean over sentences of the mean per
 * token.
 */
export type WatchedLoss = "valid.loss" | "train.sentence-loss";

/** A measured loss, and how many whole steps and epochs were done when it was measured. */
export interface Observation {
  readonly loss: number;
  readonly step: number;
  readonly epoch: number;
}

/** What a schedule must know of the run. */
export interface ScheduleSpan {
  /** Steps of the whole run, warm-up included. */
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** The optimizer's learning rate. */
  readonly baseRate: number;
}

export interface Schedule {
  readonly initial: ScheduleState;
  /** Learning rate of a step, numbered from 0 over the whole run. */
  readonly rate: (state: ScheduleState, step: number) => number;
  /** The state after one more measurement of the watched loss. */
  readonly observe: (state: ScheduleState, observation: Observation) => ScheduleState;
  /** Which loss to measure; undefined for a schedule of the step number alone. */
  readonly watches: WatchedLoss | undefined;
  /** How often the watched loss must be there; undefined: whenever it is measured anyway. */
  readonly every: Every | undefined;
}

export const initialScheduleState: ScheduleState = {
  factor: 1,
  loss: null,
  waited: 0,
  step: 0,
  epoch: 0,
};

/** A schedule that depends on the step's number only. */
export function scheduleOfStep(rate: (step: number) => number): Schedule {
  return {
    initial: initialScheduleState,
    rate: (_state, step) => rate(step),
    observe: (state) => state,
    watches: undefined,
    every: undefined,
  };
}
