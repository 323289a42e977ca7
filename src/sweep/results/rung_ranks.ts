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
  const sign = objective.goal === "minimize" ? 1 : -1;
  const results = trials.flatMap(({ rungs }) => rungs);
  const byRung = new Map(
    [...Map.groupBy(results, ({ rung }) => rung)].map(([rung, here]) => {
      const sorted = here.map(({ value }) => value).sort((a, b) => sign * (a - b));
      // Set last, the first place of a value counts.
      const places = new Map(sorted.map((value, i) => [value, i] as const).reverse());
      return [rung, { places, of: sorted.length }];
    }),
  );
  return new Map(trials.flatMap(({ number, rungs }) => {
    const last = rungs.at(-1);
    if (last === undefined) return [];
    const { places, of } = byRung.get(last.rung)!;
    return [[number, { rung: last.rung, rank: places.get(last.value)! + 1, of }]];
  }));
}
