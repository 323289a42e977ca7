/** What `compare` and `report` show of a sweep; the ledger provides it. */
import type { Space } from "../space/space.ts";
import type { Goal, Trial } from "../trial.ts";

/** A trial with what only people want to know. */
export interface ViewedTrial extends Trial {
  /** Standard deviation of the objective over seeds, where there are several. */
  readonly spread?: number;
  /** Run directories, one a seed. */
  readonly runs: readonly string[];
  /** Times as milliseconds since 1970; undefined where it has not come to that. */
  readonly started?: number;
  readonly ended?: number;
  /** Why it failed. */
  readonly failure?: string;
}

/** A sweep as it stands. */
export interface SweepView {
  readonly name: string;
  readonly objective: { readonly metric: string; readonly goal: Goal };
  readonly space: Space;
  /** Lengths of the rungs; the last one is full length. */
  readonly rungs: readonly number[];
  readonly unit: "epochs" | "steps";
  readonly trials: readonly ViewedTrial[];
}
