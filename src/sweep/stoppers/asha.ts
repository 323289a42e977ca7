/**
 * Asynchronous successive halving (Li et al., "A System for Massively Parallel Hyperparameter
 * Tuning", 2018, algorithm 2): a free worker promotes the best trial that may be promoted, from the
 * highest rung down. If there is none, it starts a new trial at the lowest rung.
 */
import { beginOrWait, type Job } from "./job.ts";
import type { Stopper } from "./stopper.ts";
import type { Goal, Trial, TrialHistory } from "../trial.ts";

export interface AshaSettings {
  /** Length of the lowest rung. */
  readonly grace: number;
  /** η: one trial in so many continues, to a rung that is so many times as long. */
  readonly reduction: number;
  readonly goal: Goal;
  /** Full length, the highest rung. */
  readonly full: number;
}

/** The stopper. Trials that no rung took on are pruned at the end. */
export function ashaStopper({ grace, reduction, goal, full }: AshaSettings): Stopper {
  const rungs = ashaRungs(grace, reduction, full);
  const top = rungs.length - 1;
  const next = (history: TrialHistory, more: boolean): Job => {
    for (let rung = top - 1; rung >= 0; rung--) {
      const trial = promotable(history, rung, reduction, goal);
      if (trial !== undefined) return { kind: "continue", trial: trial.number, rung: rung + 1 };
    }
    const job = beginOrWait(history, more);
    return job.kind === "done" ? finish(history, goal) : job;
  };
  return { rungs, next };
}

/** grace·ηᵏ as long as that is shorter than full length, then full length. */
export function ashaRungs(grace: number, reduction: number, full: number): number[] {
  const rungs: number[] = [];
  for (let length = grace; length < full; length *= reduction) rungs.push(length);
  return [...rungs, full];
}

/** The best paused trial of a rung among the best ⌊n/η⌋ of the n that reached it. */
function promotable(
  history: TrialHistory,
  rung: number,
  reduction: number,
  goal: Goal,
): Trial | undefined {
  const reached = history.filter(({ rungs }) => rungs.length > rung)
    .sort(better(rung, goal));
  return reached.slice(0, Math.floor(reached.length / reduction))
    .find(({ state, rungs }) => state === "paused" && rungs.length === rung + 1);
}

/** Order of the trials at a rung, the best first; of equal ones the earlier. */
const better = (rung: number, goal: Goal) => (a: Trial, b: Trial): number => {
  const difference = a.rungs[rung]!.value - b.rungs[rung]!.value;
  return (goal === "minimize" ? difference : -difference) || a.number - b.number;
};

/**
 * When nothing is left to start or promote: a sweep with too few trials for a promotion still
 * trains its best one to full length (the published algorithm never ends), then the others are
 * stopped.
 */
function finish(history: TrialHistory, goal: Goal): Job {
  const paused = history.filter(({ state }) => state === "paused");
  if (paused.length === 0) return { kind: "done" };
  if (history.some(({ state }) => state === "finished")) {
    return { kind: "prune", trial: paused[0]!.number };
  }
  const highest = Math.max(...paused.map(({ rungs }) => rungs.length)) - 1;
  const [best] = paused.filter(({ rungs }) => rungs.length === highest + 1)
    .sort(better(highest, goal));
  return { kind: "continue", trial: best!.number, rung: highest + 1 };
}
