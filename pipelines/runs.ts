/** List of runs: folder → manifests → those that are wanted, a sweep's trials as one → a table. */
import { basename } from "node:path";
import { Console, Effect, Record } from "effect";
import type { InputError } from "../src/base/errors.ts";
import { foldTrials, type ListEntry } from "../src/report/fold_trials.ts";
import { formatRuns } from "../src/report/format_runs.ts";
import { sortEntries, type SortKey } from "../src/report/sort_entries.ts";
import { sweepsOfRuns } from "../src/sweep/results/sweeps_of_runs.ts";
import { type Conditions, filterRuns, needSettings } from "../src/use/filter_runs.ts";
import { listRuns } from "../src/use/list_runs.ts";

export interface RunsOptions {
  /** Folder of run directories. */
  readonly runs: string;
  readonly sort: SortKey;
  /** Only runs with these values. */
  readonly where: Conditions;
  /** Whether the trials of a sweep are listed one by one. */
  readonly trials: boolean;
}

/** The runs that are wanted, in order. */
export const listEntries = Effect.fnUntraced(function* (
  { runs, sort, where, trials }: RunsOptions,
): Effect.fn.Return<readonly ListEntry[], InputError> {
  const listed = yield* listRuns(runs, needSettings(where));
  const sweeps = yield* sweepsOfRuns(runs);
  const wanted = yield* Effect.fromResult(filterRuns(listed, where));
  const entries = wanted.map(({ settings: _, ...run }) => ({
    ...run,
    sweep: sweeps.get(basename(run.run)) ?? null,
  }));
  return sortEntries(trials ? entries : foldTrials(entries), sort);
});

/** The command `runs`. */
export const runs = Effect.fnUntraced(function* (
  { json, ...options }: RunsOptions & { readonly json: boolean },
): Effect.fn.Return<void, InputError> {
  const entries = yield* listEntries(options);
  if (entries.length === 0) {
    const { runs, where } = options;
    yield* Effect.logInfo(`"${runs}" has no ${Record.isEmptyRecord(where) ? "runs" : "such run"}`);
  }
  yield* Console.log(json ? JSON.stringify(entries, null, 2) : formatRuns(entries));
});
