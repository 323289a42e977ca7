/** Report: the files of a run or a sweep, and what its model makes of a text → one self-contained page. */
import { basename, join } from "node:path";
import { Console, Effect, Schema } from "effect";
import { InputError, type RunError } from "../src/base/errors.ts";
import { tryWriteGiven } from "../src/base/files/file_error.ts";
import { isThere } from "../src/base/files/is_there.ts";
import { ReportExists } from "../src/report/report_exists.ts";
import { runReport } from "../src/report/run_report.ts";
import { sweepReport } from "../src/report/sweep_report.ts";
import { writeFromRun } from "../src/base/files/atomic_write.ts";
import { trialDifferences } from "../src/sweep/results/trial_differences.ts";
import { viewRun } from "../src/report/view_run.ts";
import { loadRun } from "../src/use/load_run.ts";
import type { RunFiles } from "../src/use/describe_run.ts";
import { type Insight, lookInto } from "../src/use/insight/look_into.ts";
import { readBeginning } from "../src/use/insight/read_beginning.ts";
import type { StoreAddress } from "../src/sweep/store/store_address.ts";
import { findSweep } from "../src/sweep/results/read_sweep_view.ts";
import { sweepPlace } from "../src/sweep/results/sweep_place.ts";

export interface ReportOptions extends RunFiles {
  /** Directory of a run or a sweep, or the name of a sweep in the store. */
  readonly target: string;
  readonly store?: StoreAddress | undefined;
  /**
   * Path of the page. Undefined is `report.html` in the directory, overwritten each time. A sweep
   * that is known by its name in a store has its directory in the folder of runs; where that is not
   * on this machine, the page is `sweep-NAME.html` in the working directory.
   */
  readonly output: string | undefined;
  /** A file, or `-` for standard input, that the model of a run reads; undefined leaves that out. */
  readonly text?: string | undefined;
}

const pageFile = "report.html";

/** A text for the page of a sweep. */
export class TextOfSweep extends InputError.extend<TextOfSweep>("TextOfSweep")({
  _tag: Schema.tag("TextOfSweep"),
  target: Schema.String,
}) {
  override get message(): string {
    return `--text: "${this.target}" is a sweep, expected a run: the model of one reads the text`;
  }
}

/** Writes the report; returns the page's path. */
export const writeReport = Effect.fnUntraced(function* (
  options: ReportOptions,
): Effect.fn.Return<string, InputError | RunError> {
  const { target, store, output, text } = options;
  if (output !== undefined && (yield* isThere(output))) {
    return yield* new ReportExists({ path: output });
  }
  const sweep = yield* findSweep(target, store);
  const directory = sweep === undefined ? target : yield* sweepPlace(target, sweep.name);
  const path = output ??
    (sweep === undefined ? join(target, pageFile) : yield* usualPath(directory));
  if (sweep !== undefined && text !== undefined) return yield* new TextOfSweep({ target });
  const page = sweep === undefined
    ? runReport({ ...yield* viewRun(target), ...(yield* insightOf(options)) })
    : sweepReport(sweep, yield* trialDifferences(sweep, directory));
  yield* tryWriteGiven(path, () => writeFromRun(directory, path, page));
  return path;
});

/** What the model of a run makes of the text, where there is one. */
const insightOf = Effect.fnUntraced(function* (
  { target, text, set, allowCode }: ReportOptions,
): Effect.fn.Return<{ readonly insight?: Insight }, InputError | RunError> {
  if (text === undefined) return {};
  const read = yield* readBeginning(text);
  return { insight: yield* lookInto(yield* loadRun(target, { set, allowCode }), read) };
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
