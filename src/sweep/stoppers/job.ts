/** What a stopper asks for. */
import { isInFlight, type TrialHistory } from "../trial.ts";

/**
 * - `new`: begin a trial (ask the sampler for its values) and train it to rung 0
 * - `continue`: train the paused trial `trial` to rung `rung`
 * - `prune`: stop the paused trial `trial` for good, and ask again
 * - `wait`: nothing can be decided before a running trial has a new result
 * - `done`: nothing is left to train
 */
export type Job =
  | { readonly kind: "new" }
  | { readonly kind: "continue"; readonly trial: number; readonly rung: number }
  | { readonly kind: "prune"; readonly trial: number }
  | { readonly kind: "wait" }
  | { readonly kind: "done" };

/** A new trial if there may be one, else the end of those in flight. */
export function beginOrWait(history: TrialHistory, more: boolean): Job {
  if (more) return { kind: "new" };
  return { kind: history.some(isInFlight) ? "wait" : "done" };
}
