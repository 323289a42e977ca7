/**
 * The median rule (Golovin et al., "Google Vizier", 2017, section 3.2.2): a trial that is worse at
 * some length than the median of the others is stopped.
 */
import { beginOrWait, type Job } from "./job.ts";
import type { Stopper } from "./stopper.ts";
import type { Goal, Trial, TrialHistory } from "../trial.ts";

export interface MedianSettings {
  /** Length of the first rung, and between rungs. */
  readonly grace: number;
  /** Number of trials of full length before any is stopped. */
  readonly startup: number;
  readonly goal: Goal;
  readonly full: number;
}

/** The stopper: a trial that reached a rung continues or is stopped before another one starts. */
export function medianStopper({ grace, startup, goal, full }: MedianSettings): Stopper {
  const rungs: number[] = [];
  for (let length = grace; length < full; length += grace) rungs.push(length);
  rungs.push(full);
  const next = (history: TrialHistory, more: boolean): Job => {
    const trial = history.find(({ state }) => state === "paused");
    if (trial === undefined) return beginOrWait(history, more);
    return isWorse(trial, history, startup, goal)
      ? { kind: "prune", trial: trial.number }
      : { kind: "continue", trial: trial.number, rung: trial.rungs.length };
  };
  return { rungs, next };
}

/** Whether a trial is worse at its last rung than the median of the other trials there. */
function isWorse(trial: Trial, history: TrialHistory, startup: number, goal: Goal): boolean {
  const finished = history.filter(({ state }) => state === "finished").length;
  const last = trial.rungs.at(-1);
  if (finished < startup || last === undefined) return false;
  const others = history.filter(({ number }) => number !== trial.number)
    .flatMap(({ rungs }) => rungs[last.rung]?.value ?? []);
  if (others.length === 0) return false;
  const difference = last.value - median(others);
  return goal === "minimize" ? difference > 0 : difference < 0;
}

/** The middle value, or the mean of the two middle ones. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
