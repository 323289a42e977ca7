/** `readExperiment`, loaded only when a command needs it, so `--help` and `--version` are quick. */
import { Effect } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import { loadModule } from "../../base/load_module.ts";
import { leadOnLazily } from "./given_lazily.ts";
import type { Overrides, ReadExperiment } from "../../experiment/read_experiment.ts";

/**
 * Reads, merges, decodes and checks the config at `path`.
 *
 * @param runs folder of run directories
 */
export const readLazily = (
  path: string,
  overrides: Overrides,
  runs: string,
): Effect.Effect<ReadExperiment, InputError | RunError> =>
  loadModule<typeof import("../../experiment/read_experiment.ts")>(
    "src/experiment/read_experiment.ts",
  ).pipe(
    Effect.flatMap(({ readExperiment }) => readExperiment(path, overrides)),
    (read) => leadOnLazily(read, path, "an experiment's config", runs),
  );
