/** What a user gave, found and explained by src/given, loaded only when a command needs it. */
import { Effect } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { Lookup } from "../../given/find_directory.ts";
import type { Expected } from "../../given/given_instead.ts";
import { loadModule } from "../../base/load_module.ts";
import type { PipelineRun } from "./commands.ts";

const given = loadModule<typeof import("../../given/lead_on.ts")>("src/given/lead_on.ts");

/** Calls a pipeline with the directories of what the user named. */
export const onDirectories = (
  names: readonly string[],
  lookup: Lookup,
  pipeline: (directories: readonly string[]) => PipelineRun,
): PipelineRun =>
  Effect.flatMap(given, ({ withDirectories }) => withDirectories(names, lookup, pipeline));

/** With a store, what is called by no run's whole name may be a sweep there. */
export const runsAndSweeps = (runs: string, store: unknown): Lookup =>
  store === undefined ? { runs, kinds: ["run", "sweep"] } : { runs, kinds: ["run"], whole: true };

/**
 * Says where else a file belongs that a command can't use.
 *
 * @param runs folder of run directories
 */
export const leadOnLazily = <A>(
  effect: Effect.Effect<A, InputError | RunError>,
  path: string,
  expected: Expected,
  runs: string,
): Effect.Effect<A, InputError | RunError> =>
  effect.pipe(
    Effect.catch((error) =>
      Effect.flatMap(given, ({ leadOn }) => leadOn(error, path, expected, runs)).pipe(
        Effect.flatMap(Effect.fail),
      )
    ),
  );
