import type { ViewedTrial } from "../records/sweep_view.ts";
import type { Goal } from "../trial.ts";

/** Finished trials, best first; equal ones in order of number. */
export function rankTrials(
  trials: readonly ViewedTrial[],
  goal: Goal,
): readonly (ViewedTrial & { readonly objective: number })[] {
  const finished = trials.flatMap((trial) => {
    const { objective } = trial;
    return objective === undefined ? [] : [{ ...trial, objective }];
  });
  const sign = goal === "minimize" ? 1 : -1;
  return finished.sort((a, b) => sign * (a.objective - b.objective) || a.number - b.number);
}
