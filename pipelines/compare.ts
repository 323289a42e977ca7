/** Comparing: runs → what they came to and where their configs differ → a table. */
import { Console, Effect } from "effect";
import { InputError } from "../src/errors.ts";
import {
  compareRuns,
  formatRunComparison,
  type RunComparison,
} from "../src/report/run_comparison.ts";
import { viewRun } from "../src/session/view_run.ts";

export interface CompareOptions {
  /** Directories of two or more runs. */
  readonly targets: readonly string[];
}

/** Sets runs side by side. */
export const compareTargets = Effect.fnUntraced(function* (
  { targets }: CompareOptions,
): Effect.fn.Return<RunComparison, InputError> {
  if (targets.length < 2) {
    return yield* new InputError({
      message: `Expected at least two runs to compare, got "${targets.join(" ")}" alone`,
    });
  }
  return compareRuns(yield* Effect.forEach(targets, viewRun));
});

/** The command `compare`. */
export const compare = Effect.fnUntraced(function* (
  { json, ...options }: CompareOptions & { readonly json: boolean },
): Effect.fn.Return<void, InputError> {
  const comparison = yield* compareTargets(options);
  yield* Console.log(
    json ? JSON.stringify(comparison, null, 2) : formatRunComparison(comparison),
  );
});
