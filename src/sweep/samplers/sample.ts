/** What a sampler is: a pure function. */
import type { Assignment, Space } from "../space/space.ts";
import type { Goal, TrialHistory } from "../trial.ts";

/** Everything that a trial's values depend on. */
export interface SamplingRequest {
  readonly space: Space;
  /** Seed of the sweep. */
  readonly seed: number;
  readonly goal: Goal;
  /** Number of the trial that values are wanted for. */
  readonly trial: number;
  /** The other trials, in the order of their numbers. */
  readonly history: TrialHistory;
}

/** `exhausted` when every combination has been given. */
export type Sample = (request: SamplingRequest) => Assignment | "exhausted";
