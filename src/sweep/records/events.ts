/** Events of a sweep, as `sweep --json` prints them: one JSON object per line. */
import type { Assignment } from "../space/space.ts";
import type { TrialState } from "../trial.ts";

export type SweepEvent =
  /** At the start: trials that are begun already, by their statuses. */
  | {
    readonly event: "sweep";
    readonly name: string;
    readonly statuses: Readonly<Partial<Record<TrialState, number>>>;
  }
  | { readonly event: "begun"; readonly trial: number; readonly values: Assignment }
  /** A paused trial continues to a rung. */
  | { readonly event: "continued"; readonly trial: number; readonly rung: number }
  /** All repetitions of a trial have reached a rung; `finished` at the last one. */
  | {
    readonly event: "reached" | "finished";
    readonly trial: number;
    readonly rung: number;
    readonly value: number;
    readonly runs: readonly string[];
    readonly seconds: number;
  }
  | { readonly event: "pruned"; readonly trial: number }
  | { readonly event: "failed"; readonly trial: number; readonly failure: string };

/** Why a sweep has ended: nothing is left to do, its time is up, or a trial failed. */
export type SweepEnding = "done" | "time" | "failure";
