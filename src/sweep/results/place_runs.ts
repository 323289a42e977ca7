import { basename } from "node:path";
import { Effect, Option } from "effect";
import { pathIn } from "../../base/files/safe_name.ts";
import { hasManifest } from "../../run/manifest.ts";
import type { ViewedTrial } from "../records/sweep_view.ts";

/**
 * The trials with the present places of their runs. A ledger records where a run was trained. If
 * the project was moved, the run of that name in the folder of runs counts.
 *
 * @param runs folder of run directories
 */
export const placeRuns = Effect.fnUntraced(function* (
  trials: readonly ViewedTrial[],
  runs: string,
): Effect.fn.Return<readonly ViewedTrial[]> {
  const known = new Map<string, string>();
  for (const run of new Set(trials.flatMap((trial) => trial.runs))) {
    const here = pathIn(runs, basename(run), "The run").pipe(
      Effect.flatMap((path) => Effect.map(hasManifest(path), (there) => there ? path : run)),
    );
    known.set(run, Option.getOrElse(yield* Effect.option(here), () => run));
  }
  return trials.map((trial) => ({ ...trial, runs: trial.runs.map((run) => known.get(run)!) }));
});
