/** Comparison: runs, or the trials of a sweep → results and differences → a table. */
import { Console, Effect, Schema } from "effect";
import { InputError, type RunError } from "../src/base/errors.ts";
import { formatRunComparison } from "../src/report/format_run_comparison.ts";
import { compareRuns, type RunComparison } from "../src/report/run_comparison.ts";
import { compareTrials, formatSweepComparison } from "../src/report/sweep_comparison.ts";
import { trialDifferences } from "../src/sweep/results/trial_differences.ts";
import { viewRun } from "../src/report/view_run.ts";
import type { StoreAddress } from "../src/sweep/store/store_address.ts";
import { findSweep } from "../src/sweep/results/read_sweep_view.ts";
import { sweepPlace } from "../src/sweep/results/sweep_place.ts";

export interface CompareOptions {
  /** Directories of two or more runs, or that of a sweep, or the name of a sweep in the store. */
  readonly targets: readonly string[];
  readonly store?: StoreAddress | undefined;
}

/** Fewer than two runs, and no sweep. */
export class NothingToCompare extends InputError.extend<NothingToCompare>("NothingToCompare")({
  _tag: Schema.tag("NothingToCompare"),
  targets: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return `Expected at least two runs, or a sweep, to compare, got "${
      this.targets.join(" ")
    }" alone`;
  }
}

/** Sets runs side by side. */
export const compareTargets = Effect.fnUntraced(function* (
  { targets }: CompareOptions,
): Effect.fn.Return<RunComparison, InputError> {
  if (targets.length < 2) {
    return yield* new NothingToCompare({ targets });
  }
  return compareRuns(yield* Effect.forEach(targets, viewRun));
});

/** The command `compare`. */
export const compare = Effect.fnUntraced(function* (
  { json, ...options }: CompareOptions & { readonly json: boolean },
): Effect.fn.Return<void, InputError | RunError> {
  const show = <A>(comparison: A, format: (comparison: A) => string) =>
    Console.log(json ? JSON.stringify(comparison, null, 2) : format(comparison));
  const [target] = options.targets;
  const sweep = target === undefined || options.targets.length > 1
    ? undefined
    : yield* findSweep(target, options.store);
  if (sweep === undefined) {
    return yield* show(yield* compareTargets(options), formatRunComparison);
  }
  const directory = yield* sweepPlace(target!, sweep.name);
  const differences = yield* trialDifferences(sweep, directory);
  yield* show(compareTrials(sweep, differences), formatSweepComparison);
});
