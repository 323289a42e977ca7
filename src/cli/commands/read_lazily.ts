/** `readExperiment`, loaded only when a command needs it, so `--help` and `--version` are quick. */
import { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import type { Overrides, ReadExperiment } from "../../experiment/read_experiment.ts";

/** Reads, merges, decodes and checks the config at `path`. */
export const readLazily = (
  path: string,
  overrides: Overrides,
): Effect.Effect<ReadExperiment, InputError> =>
  Effect.promise(() => import("../../experiment/read_experiment.ts")).pipe(
    Effect.flatMap(({ readExperiment }) => readExperiment(path, overrides)),
  );
