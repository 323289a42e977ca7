/** Runs side by side: the keys in which their configs differ, and their results. */
import { type RunSummary, runSummary } from "./run_summary.ts";
import type { Setting } from "../use/run_settings.ts";
import type { RunView } from "./run_view.ts";

/** As `compare --json` prints it. */
export interface RunComparison {
  readonly runs: readonly RunSummary[];
  /** Key paths whose values differ, in the order of the first config, with a value a run. */
  readonly config: readonly {
    readonly key: string;
    /** Undefined values, which JSON shows as null, are of runs that lack the key. */
    readonly values: readonly (Setting | undefined)[];
  }[];
}

/** Compares any number of runs. */
export function compareRuns(runs: readonly RunView[]): RunComparison {
  const keys = [...new Set(runs.flatMap(({ settings }) => Object.keys(settings)))];
  const config = keys.map((key) => ({
    key,
    values: runs.map(({ settings }) => Object.hasOwn(settings, key) ? settings[key] : undefined),
  }));
  return {
    runs: runs.map(runSummary),
    config: config.filter(({ values }) => values.some((value) => value !== values[0])),
  };
}
