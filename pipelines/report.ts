/** Report: the files of a run or a sweep → plots and tables → one self-contained page. */
import { join } from "node:path";
import { Console, Effect, Schema } from "effect";
import { InputError, type RunError } from "../src/base/errors.ts";
import { tryWriteGiven } from "../src/base/files/file_error.ts";
import { isThere } from "../src/base/files/is_there.ts";
import { runReport } from "../src/report/run_report.ts";
import { sweepReport } from "../src/report/sweep_report.ts";
import { writeFromRun } from "../src/base/files/atomic_write.ts";
import { trialDifferences } from "../src/sweep/results/trial_differences.ts";
import { viewRun } from "../src/report/view_run.ts";
import type { StoreAddress } from "../src/sweep/store/store_address.ts";
import { findSweep } from "../src/sweep/results/read_sweep_view.ts";

export interface ReportOptions {
  /** Directory of a run or a sweep, or the name of a sweep in the store. */
  readonly target: string;
  readonly store?: StoreAddress | undefined;
  /**
   * Path of the page; undefined is `report.html` in the directory, or `TARGET.html` without one;
   * overwritten each time.
   */
  readonly output: string | undefined;
}

/** A file that was given for the page is there already. */
export class ReportExists extends InputError.extend<ReportExists>("ReportExists")({
  _tag: Schema.tag("ReportExists"),
  path: Schema.String,
}) {
  override get message(): string {
    return `"${this.path}" is there already: choose another file with --output`;
  }
}

/** Writes the report; returns the page's path. */
export const writeReport = Effect.fnUntraced(function* (
  { target, store, output }: ReportOptions,
): Effect.fn.Return<string, InputError | RunError> {
  const path = output ??
    ((yield* isThere(target)) ? join(target, "report.html") : `${target}.html`);
  if (output !== undefined && (yield* isThere(output))) {
    return yield* new ReportExists({ path: output });
  }
  const sweep = yield* findSweep(target, store);
  const page = sweep === undefined
    ? runReport(yield* viewRun(target))
    : sweepReport(sweep, yield* trialDifferences(sweep, target));
  yield* tryWriteGiven(path, () => writeFromRun(target, path, page));
  return path;
});

/** The command `report`: the page's path goes to standard output. */
export const report = (options: ReportOptions): Effect.Effect<void, InputError | RunError> =>
  Effect.flatMap(writeReport(options), (path) => Console.log(path));
