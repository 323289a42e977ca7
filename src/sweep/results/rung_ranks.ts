/** How good each trial's last result was among the results of the same length of training. */
import type { SweepView } from "../records/sweep_view.ts";

export interface RungRank {
  /** Index of the last rung that the trial reached. */
  readonly rung: number;
  /** Its place among the trials that reached this rung, from 1, and how many they are. */
  readonly rank: number;
  readonly of: number;
}

/** By the number of the trial; trials without a result have none, equal results the same rank. */
export function rungRanks(
  { trials, objective }: Pick<SweepView, "trials" | "objective">,
): ReadonlyMap<number, RungRank> {
  const better = (a: number, b: number) => objective.goal === "minimize" ? a < b : a > b;
  const values = (rung: number) => trials.flatMap(({ rungs }) => rungs[rung]?.value ?? []);
  return new Map(trials.flatMap(({ number, rungs }) => {
    const last = rungs.at(-1);
    if (last === undefined) return [];
    const all = values(last.rung);
    const ahead = all.filter((value) => better(value, last.value)).length;
    return [[number, { rung: last.rung, rank: ahead + 1, of: all.length }]];
  }));
}
