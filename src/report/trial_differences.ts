import { formatNumbers } from "../sweep/same_run.ts";

/** A value of what computed trials, and the trials that it computed; there is another value beside it. */
export interface TrialDifference {
  /** `code`, `products`, `runtime`, `processor` or `package NAME`. */
  readonly name: string;
  readonly value: string;
  readonly trials: readonly number[];
}

/** Rows of a table: what computed, and the numbers of the trials. */
export const differenceRows = (
  differences: readonly TrialDifference[],
): readonly (readonly [string, string])[] =>
  differences.map(({ name, value, trials }) => [
    `${name} ${value}`,
    formatNumbers(trials.map((number) => ({ number }))),
  ]);
