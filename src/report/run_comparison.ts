/** Runs side by side: the keys in which their configs differ, and their results. */
import { type RunSummary, runSummary } from "./run_summary.ts";
import { type DifferingKey, differingKeys } from "./differing_keys.ts";
import type { Settings } from "../use/run_settings.ts";
import type { RunView } from "./run_view.ts";

/** What is compared. */
export interface RunComparison {
  readonly runs: readonly RunSummary[];
  /** Key paths whose values differ. */
  readonly config: readonly DifferingKey[];
  /**
   * In what the runs differ that makes their losses incomparable, since they are of other tokens;
   * empty where they can be compared.
   */
  readonly incomparable: readonly string[];
}

/** Compares any number of runs. */
export function compareRuns(runs: readonly RunView[]): RunComparison {
  return {
    runs: runs.map(runSummary),
    config: differingKeys(runs),
    incomparable: Object.keys(measures).filter((name) => {
      const [first, ...others] = runs.map(measures[name]!);
      return others.some((other) => other !== first);
    }),
  };
}

/** What decides which tokens a loss is measured on, and in which context. */
const measures: Readonly<Record<string, (run: RunView) => string>> = {
  corpus: ({ manifest }) => manifest.hashes.corpus,
  vocabulary: ({ manifest }) => manifest.hashes.vocabulary,
  "corpus.split": ({ settings }) => settingsUnder("corpus.split", settings),
  "corpus.format": ({ settings }) => settingsUnder("corpus.format", settings),
  "batch.kind": ({ settings }) => settingsUnder("batch.kind", settings),
  "batch.maxLength": ({ settings }) => settingsUnder("batch.maxLength", settings),
  "checkpoint.best": ({ settings }) => settingsUnder("checkpoint.best", settings),
};

const settingsUnder = (key: string, settings: Settings): string =>
  JSON.stringify(
    Object.entries(settings).filter(([path]) => path === key || path.startsWith(`${key}.`)),
  );
