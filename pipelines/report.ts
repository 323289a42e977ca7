/** Report: the files of a run or a sweep → plots and tables → one self-contained page. */
import { basename, join } from "node:path";
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
import { sweepPlace } from "../src/sweep/results/sweep_place.ts";

export interface ReportOptions {
  /** Directory of a run or a sweep, or the name of a sweep in the store. */
  readonly target: string;
  readonly store?: StoreAddress | undefined;
  /**
   * Path of the page. Undefined is `report.html` in the directory, overwritten each time. A sweep
   * that is known by its name in a store has its directory in the folder of runs; where that is not
   * on this machine, the page is `sweep-NAME.html` in the working directory.
   */
  readonly output: string | undefined;
}

const pageFile = "report.html";

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
  if (output !== undefined && (yield* isThere(output))) {
    return yield* new ReportExists({ path: output });
  }
  const sweep = yield* findSweep(target, store);
  const directory = sweep === undefined ? target : yield* sweepPlace(target, sweep.name);
  const path = output ??
    (sweep === undefined ? join(target, pageFile) : yield* usualPath(directory));
  const page = sweep === undefined
    ? runReport(yield* viewRun(target))
    : sweepReport(sweep, yield* trialDifferences(sweep, directory));
  yield* tryWriteGiven(path, () => writeFromRun(directory, path, page));
  return path;
});

/**
 * Where the page of a sweep goes if nobody says: into its directory, or the working directory where
 * that is not on this machine.
 */
export const usualPath = Effect.fnUntraced(function* (
  directory: string,
): Effect.fn.Return<string, InputError> {
  if (yield* isThere(directory)) return join(directory, pageFile);
  yield* Effect.logInfo(
    `"${directory}" is not on this machine: the page goes into the working directory; ` +
      "choose another place with --output",
  );
  return `${basename(directory)}.html`;
});

/** The command `report`: the page's path goes to standard output. */
export const report = (options: ReportOptions): Effect.Effect<void, InputError | RunError> =>
  Effect.flatMap(writeReport(options), (path) => Console.log(path));
