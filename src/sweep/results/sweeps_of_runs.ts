/** The sweeps of a folder of runs. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { Effect, Result } from "effect";
import type { InputError } from "../../base/errors.ts";
import { tryRead } from "../../base/files/file_error.ts";
import { isSweepDirectory, readSweepDirectory } from "./read_sweep_view.ts";

/**
 * The sweep of each trial's run, by the name of the run's directory. Sweeps that keep their ledger
 * elsewhere are not known; a damaged ledger is named in a warning.
 *
 * @param runs folder of run directories
 */
export const sweepsOfRuns = Effect.fnUntraced(function* (
  runs: string,
): Effect.fn.Return<ReadonlyMap<string, string>, InputError> {
  const sweeps = new Map<string, string>();
  const names = yield* tryRead(runs, () => readdirSync(runs));
  for (const directory of names.map((name) => join(runs, name))) {
    if (!(yield* isSweepDirectory(directory))) continue;
    const read = yield* Effect.result(readSweepDirectory(directory));
    if (Result.isFailure(read)) yield* Effect.logWarning(read.failure.message);
    else {
      for (const run of read.success.trials.flatMap((trial) => trial.runs)) {
        sweeps.set(basename(run), directory);
      }
    }
  }
  return sweeps;
});
