/** Comparisons, as `compare --json` prints them. */
import { trialDocument } from "../sweep/results/trial_document.ts";
import type { RunComparison } from "./run_comparison.ts";
import type { SweepComparison } from "./sweep_comparison.ts";

/** Runs side by side. */
export const runComparisonDocument = ({ runs, config, ...comparison }: RunComparison) => ({
  runs: runs.map(({ directory: run, bits: bitsPerToken, ...summary }) => ({
    run,
    bitsPerToken,
    ...summary,
  })),
  config: config.map(({ key, values }) => ({
    key,
    values: values.map((value) => value ?? null),
  })),
  ...comparison,
});

/** The trials of a sweep side by side. */
export const sweepComparisonDocument = (
  { trials, importances, ...comparison }: SweepComparison,
) => ({
  ...comparison,
  trials: trials.map(trialDocument),
  importances: importances.map(({ path: key, share }) => ({ key, share })),
});
