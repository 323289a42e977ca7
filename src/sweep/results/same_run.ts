/** Trials that share a run: a config that has been trained is not trained again. */
import type { ViewedTrial } from "../records/sweep_view.ts";

/** Trials of the same runs together, each group where its first one stood. */
export function groupByRun<T extends ViewedTrial>(trials: readonly T[]): (readonly [T, ...T[]])[] {
  const groups = Map.groupBy(
    trials,
    ({ number, runs }) => runs.length === 0 ? `${number}` : JSON.stringify(runs),
  );
  return [...groups.values()].map(([first, ...rest]) => [first!, ...rest]);
}

/** What the column of runs says of each trial: where its run is, or which trial has the same. */
export function formatRuns(trials: readonly ViewedTrial[]): string[] {
  const owners = new Map(
    groupByRun(trials).flatMap(([first, ...rest]) => rest.map(({ number }) => [number, first])),
  );
  return trials.map(({ number, runs }) => {
    const owner = owners.get(number);
    return owner === undefined ? runs.join(", ") : `the run of trial ${owner.number}`;
  });
}

/** Numbers of a group's trials: `2`, `2, 5`, `2, 5, 7 and 40 more`. */
export function formatNumbers(trials: readonly Pick<ViewedTrial, "number">[]): string {
  const shown = trials.slice(0, 3).map(({ number }) => number).join(", ");
  return trials.length > 3 ? `${shown} and ${trials.length - 3} more` : shown;
}
