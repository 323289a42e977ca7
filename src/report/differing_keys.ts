import type { Setting, Settings } from "../use/run_settings.ts";

/** A key path and its value in each run, undefined where a run lacks the key. */
export interface DifferingKey {
  readonly key: string;
  readonly values: readonly (Setting | undefined)[];
}

/** The keys in which the configs of runs differ, in the order of the first config that has them. */
export function differingKeys(
  runs: readonly { readonly settings: Settings }[],
): readonly DifferingKey[] {
  const keys = [...new Set(runs.flatMap(({ settings }) => Object.keys(settings)))];
  return keys.map((key) => ({
    key,
    values: runs.map(({ settings }) => Object.hasOwn(settings, key) ? settings[key] : undefined),
  })).filter(({ values }) => values.some((value) => value !== values[0]));
}
