/** From a config file and the command line to a resolved experiment. */
import { Effect, Result } from "effect";
import { placeFinding } from "../config/decode.ts";
import type { Finding } from "../config/findings.ts";
import { placeAt, toPlain } from "../config/located.ts";
import { mistakesError } from "../config/mistake.ts";
import { setOverrides } from "../config/overrides.ts";
import { type ConfigSource, readConfig } from "../config/read_config.ts";
import type { InputError } from "../base/errors.ts";
import type { GateModule } from "../model/user_gates/gate_module.ts";
import { absolutePaths } from "./absolute_paths.ts";
import { resolveExperiment } from "./decode_experiment.ts";
import { namesOfFiles } from "./file_keys.ts";
import { type GateOptions, loadGates } from "./load_gates.ts";
import { type Experiment, ExperimentFile } from "./schema.ts";

/** What the command line says over the file. */
export interface Overrides extends GateOptions {
  /** Key paths and values, YAML but for names of files, of `--set a.b=v`. */
  readonly set?: Readonly<Record<string, string>> | undefined;
  /** Value of `--workers`: a number or `auto`. */
  readonly workers?: string | number | undefined;
  /** Whether another file names this one, which must then be a plain file. */
  readonly named?: boolean;
  /**
   * Folder that a relative path of the file starts from where it leads to no file from the file's.
   */
  readonly elsewhere?: string | undefined;
}

/** An experiment and the files that it came from. */
export interface ReadExperiment {
  readonly experiment: Experiment;
  readonly source: ConfigSource;
  /** The gates of the user's that the config names. */
  readonly gates: GateModule | undefined;
}

/**
 * Reads, merges, decodes and checks the config at `path`. The error lists every mistake as
 * `file:line:column: path: Message`.
 */
export const readExperiment = Effect.fnUntraced(function* (
  path: string,
  overrides: Overrides = {},
): Effect.fn.Return<ReadExperiment, InputError> {
  const { set = {}, workers, elsewhere } = overrides;
  const flags = [
    ...setOverrides(set, namesOfFiles),
    ...(workers === undefined ? [] : [{
      path: "engine.workers",
      value: `${workers}`,
      flag: `--workers ${workers}`,
    }]),
  ];
  const source = yield* readConfig(path, flags, ExperimentFile.ast, overrides.named);
  const plain = absolutePaths(
    toPlain(source.located),
    (key) => {
      const { directory, isFile } = placeAt(source.located, key).source;
      return isFile && elsewhere !== undefined ? [directory, elsewhere] : [directory];
    },
  );
  const gates = yield* loadGates(plain, overrides);
  const result = resolveExperiment(plain, ExperimentFile, gates);
  if (Result.isFailure(result)) {
    return yield* findingsError(result.failure, source);
  }
  return { experiment: result.success, source, gates: gates.module };
});

/**
 * An error that places mistakes found later, for instance by the model's builder, in the config.
 *
 * @param source undefined where the experiment is an object of a program
 */
export function findingsError(
  found: readonly Finding[],
  source: ConfigSource | undefined,
): InputError {
  return mistakesError(
    found.map((finding) => placeFinding(finding, source?.located)),
  );
}
