/** What a stopper asks for, and what a stopper is. */
import { isInFlight, type TrialHistory } from "../trial.ts";

/**
 * - `new`: begin a trial (ask the sampler for its values) and train it to rung 0
 * - `continue`: train trial `trial`, which is paused, on to rung `rung`
 * - `prune`: give trial `trial`, which is paused, up for good, and ask again
 * - `wait`: nothing can be decided before a trial in flight has told more
 * - `done`: nothing is left to train
 */
export type Job =
  | { readonly kind: "new" }
  | { readonly kind: "continue"; readonly trial: number; readonly rung: number }
  | { readonly kind: "prune"; readonly trial: number }
  | { readonly kind: "wait" }
  | { readonly kind: "done" };

/** A rule for giving trials up early. */
export interface Stopper {
  /**
   * Lengths of training at which trials are compared, ascending, in the unit of the sweep's grace
   * (epochs or steps); the last one is full length.
   */
  readonly rungs: readonly number[];
  /**
   * The next thing to do.
   *
   * @param history every trial begun so far, in the order of their numbers
   * @param more whether a new trial may be begun: the limit of trials is not reached and the
   *   sampler is not exhausted
   */
  readonly next: (history: TrialHistory, more: boolean) => Job;
}

/** A new trial if there may be one, else the end of those in flight. */
export function beginOrWait(history: TrialHistory, more: boolean): Job {
  if (more) return { kind: "new" };
  return { kind: history.some(isInFlight) ? "wait" : "done" };
}
