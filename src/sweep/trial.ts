/** What is known about a sweep's trials: all that samplers and stoppers base their decisions on. */
import type { Assignment } from "./space/space.ts";

/**
 * `waiting` to be taken, `running`, `paused` at a rung, `finished` at full length, `pruned` (given
 * up for good at a rung), `failed`.
 */
export type TrialState = "waiting" | "running" | "paused" | "finished" | "pruned" | "failed";

/** The objective that a trial had at a rung; with repeats the mean over its seeds. */
export interface RungResult {
  /** Index of the rung, 0 first. */
  readonly rung: number;
  readonly value: number;
}

/** One trial as it stands. */
export interface Trial {
  /** From 0, in the order in which trials were begun. */
  readonly number: number;
  readonly values: Assignment;
  readonly state: TrialState;
  /** Finite, of a finished trial; with repeats the mean over its seeds. */
  readonly objective?: number;
  /**
   * Rungs that it has reached, the first one first, without a gap. The last rung is full length.
   */
  readonly rungs: readonly RungResult[];
}

/** Trials in the order of their numbers, 0 … n−1. */
export type TrialHistory = readonly Trial[];

/** Whether less or more of the objective is better. */
export type Goal = "minimize" | "maximize";

/** Whether a trial is under way or about to be. */
export function isInFlight({ state }: Trial): boolean {
  return state === "waiting" || state === "running";
}
