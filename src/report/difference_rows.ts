import type { TrialDifference } from "../sweep/results/trial_differences.ts";
import { formatNumbers } from "../sweep/results/same_run.ts";

/** Rows of a table: an environment, and the numbers of its trials. */
export const differenceRows = (
  differences: readonly TrialDifference[],
): readonly (readonly [string, string])[] =>
  differences.map(({ name, value, trials }) => [
    `${name} ${value}`,
    formatNumbers(trials.map((number) => ({ number }))),
  ]);
