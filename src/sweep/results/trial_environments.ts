/** What computed the runs of a sweep's trials, from their manifests. */
import { basename } from "node:path";
import { Effect, Option } from "effect";
import { pathIn } from "../../base/files/safe_name.ts";
import type { Environment } from "../../run/environment_record.ts";
import { readManifest } from "../../run/manifest.ts";
import { runParts } from "../../run/run_parts.ts";
import type { ViewedTrial } from "../records/sweep_view.ts";

/** Most runs whose manifests are read. */
const most = 5000;

/** The environments that computed a trial. */
export interface TrialEnvironments {
  readonly trial: number;
  readonly environments: readonly Environment[];
}

/**
 * Reads them; runs that are missing or cannot be read are skipped.
 *
 * @param runs folder of run directories; a ledger may be anybody's, so only names are taken from it
 */
export const trialEnvironments = Effect.fnUntraced(function* (
  trials: readonly ViewedTrial[],
  runs: string,
): Effect.fn.Return<readonly TrialEnvironments[]> {
  const found: TrialEnvironments[] = [];
  let count = 0;
  for (const { number, runs: directories } of trials) {
    count += directories.length;
    if (count > most) break;
    const environments: Environment[] = [];
    for (const directory of directories) {
      const manifest = yield* pathIn(runs, basename(directory), "The run").pipe(
        Effect.flatMap(readManifest),
        Effect.option,
      );
      if (Option.isNone(manifest)) continue;
      environments.push(
        ...runParts(manifest.value).flatMap(({ environment }) => environment ?? []),
      );
    }
    if (environments.length > 0) found.push({ trial: number, environments });
  }
  return found;
});
