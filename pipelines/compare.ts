/** Comparison: runs, or the trials of a sweep → results and differences → a table. */
import { Console, Effect, Schema } from "effect";
import { InputError, type RunError } from "../src/base/errors.ts";
import { unrollCommand } from "../src/base/unroll_command.ts";
import { directoryKind } from "../src/given/directory_kind.ts";
import {
  runComparisonDocument,
  sweepComparisonDocument,
} from "../src/report/comparison_documents.ts";
import { formatRunComparison } from "../src/report/format_run_comparison.ts";
import { comparisonPage } from "../src/report/comparison_page.ts";
import { compareRuns } from "../src/report/run_comparison.ts";
import type { RunView } from "../src/report/run_view.ts";
import { writeFlushed } from "../src/base/files/atomic_write.ts";
import { tryWriteGiven } from "../src/base/files/file_error.ts";
import { isThere } from "../src/base/files/is_there.ts";
import { ReportExists } from "../src/report/report_exists.ts";
import { compareTrials, formatSweepComparison } from "../src/report/sweep_comparison.ts";
import { trialDifferences } from "../src/sweep/results/trial_differences.ts";
import { viewRun } from "../src/report/view_run.ts";
import type { StoreAddress } from "../src/sweep/store/store_address.ts";
import { findSweep } from "../src/sweep/results/read_sweep_view.ts";
import { sweepPlace } from "../src/sweep/results/sweep_place.ts";

export interface CompareOptions {
  /** A page that is written of runs; undefined prints a table. */
  readonly output?: string | undefined;
  /** Directories of two or more runs, or that of a sweep, or the name of a sweep in the store. */
  readonly targets: readonly string[];
  readonly store?: StoreAddress | undefined;
}

/** Fewer than two runs, and no sweep; or sweeps beside other things. */
export class NothingToCompare extends InputError.extend<NothingToCompare>("NothingToCompare")({
  _tag: Schema.tag("NothingToCompare"),
  targets: Schema.Array(Schema.String),
  /** Those that are sweeps. */
  sweeps: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const { targets, sweeps } = this;
    const [sweep] = sweeps;
    if (sweep === undefined) {
      return `Expected at least two runs, or a sweep, to compare, got "${targets.join(" ")}" alone`;
    }
    return `Expected runs alone or one sweep alone, got the sweep "${sweep}" beside others; ` +
      `list its trials, which are runs, with: ${unrollCommand("compare", sweep)}`;
  }
}

/** A page of a sweep, which `report` writes. */
class PageOfSweep extends InputError.extend<PageOfSweep>("PageOfSweep")({
  _tag: Schema.tag("PageOfSweep"),
  target: Schema.String,
}) {
  override get message(): string {
    return `--output: A page of the sweep "${this.target}" is written by: ${
      unrollCommand("report", this.target)
    }`;
  }
}

/** The runs that are set side by side. */
export const comparedRuns = Effect.fnUntraced(function* (
  { targets }: CompareOptions,
): Effect.fn.Return<readonly RunView[], InputError> {
  const sweeps = yield* Effect.filter(
    targets,
    (target) => Effect.map(directoryKind(target), (kind) => kind === "sweep"),
  );
  if (targets.length < 2 || sweeps.length > 0) {
    return yield* new NothingToCompare({ targets, sweeps });
  }
  return yield* Effect.forEach(targets, viewRun);
});

/** Writes the page of a comparison; prints its path. */
const writePage = Effect.fnUntraced(function* (
  path: string,
  runs: readonly RunView[],
): Effect.fn.Return<void, InputError | RunError> {
  if (yield* isThere(path)) return yield* new ReportExists({ path });
  yield* tryWriteGiven(path, () => writeFlushed(path, comparisonPage(runs)));
  yield* Console.log(path);
});

/** The command `compare`. */
export const compare = Effect.fnUntraced(function* (
  { json, ...options }: CompareOptions & { readonly json: boolean },
): Effect.fn.Return<void, InputError | RunError> {
  const show = <A>(comparison: A, format: (of: A) => string, document: (of: A) => unknown) =>
    Console.log(json ? JSON.stringify(document(comparison), null, 2) : format(comparison));
  const [target] = options.targets;
  const sweep = target === undefined || options.targets.length > 1
    ? undefined
    : yield* findSweep(target, options.store);
  if (sweep === undefined) {
    const runs = yield* comparedRuns(options);
    if (options.output !== undefined) return yield* writePage(options.output, runs);
    return yield* show(compareRuns(runs), formatRunComparison, runComparisonDocument);
  }
  if (options.output !== undefined) return yield* new PageOfSweep({ target: target! });
  const directory = yield* sweepPlace(target!, sweep.name);
  const trials = compareTrials(sweep, yield* trialDifferences(sweep, directory));
  yield* show(trials, formatSweepComparison, sweepComparisonDocument);
});
