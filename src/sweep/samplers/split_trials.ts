/** Orders trials from good to bad, including those that did not finish. */
import type { Goal, Trial, TrialHistory } from "../trial.ts";

/** Trials in two lists. */
export interface SplitTrials {
  /** Trials with a result, the best first. */
  readonly ranked: readonly Trial[];
  /**
   * Trials that failed, and those under way, which count as bad until then (the "constant liar").
   */
  readonly unranked: readonly Trial[];
}

/**
 * Finished trials come first, by their objective; then those that are paused or were pruned, the
 * further they came the better, and at the same rung by what they had there. Ties: the earlier
 * trial.
 */
export function splitTrials(history: TrialHistory, goal: Goal): SplitTrials {
  const ranked: Trial[] = [];
  const unranked: Trial[] = [];
  for (const trial of history) (hasResult(trial) ? ranked : unranked).push(trial);
  const sign = goal === "minimize" ? 1 : -1;
  ranked.sort((a, b) =>
    rungOf(b) - rungOf(a) || sign * (resultOf(a) - resultOf(b)) || a.number - b.number
  );
  return { ranked, unranked };
}

function hasResult({ state, objective, rungs }: Trial): boolean {
  if (state === "finished") return objective !== undefined;
  return (state === "paused" || state === "pruned") && rungs.length > 0;
}

/** What orders trials of different lengths; full length is above every rung. */
function rungOf({ state, rungs }: Trial): number {
  return state === "finished" ? Number.MAX_SAFE_INTEGER : rungs.at(-1)?.rung ?? -1;
}

function resultOf({ state, objective, rungs }: Trial): number {
  return (state === "finished" ? objective : rungs.at(-1)?.value) ?? 0;
}
