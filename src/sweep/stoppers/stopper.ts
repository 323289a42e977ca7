/**
 * What is trained next, and how far. Everything is a function of the results so far: a stopper has
 * no state.
 */
import type { TrialHistory } from "../trial.ts";
import type { Job } from "./job.ts";

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
