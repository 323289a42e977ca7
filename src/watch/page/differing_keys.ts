import type { WatchedRun } from "../folder/watched_run.ts";

/** Keys of a config that say where results go, not what they are. */
const aside = new Set(["name"]);

/** A key and its value in each run, undefined where a run has none. */
export interface DifferingKey {
  readonly key: string;
  readonly values: readonly (WatchedRun["settings"][string] | undefined)[];
}

/** The keys in which the configs of runs differ, in the order of the first config that has them. */
export function differingKeys(
  runs: readonly Pick<WatchedRun, "settings">[],
): readonly DifferingKey[] {
  const keys = new Set(runs.flatMap(({ settings }) => Object.keys(settings)));
  return [...keys].filter((key) => !aside.has(key))
    .map((key) => ({ key, values: runs.map(({ settings }) => settings[key]) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}
