/** From a config file and the command line to a resolved experiment. */
import { Effect } from "effect";
import { placeFinding } from "../config/decode.ts";
import type { Finding } from "../config/findings.ts";
import { type Located, placeAt, toPlain } from "../config/located.ts";
import { merge } from "../config/merge.ts";
import { mistakesError } from "../config/mistake.ts";
import { nestedValues } from "../config/nested_values.ts";
import { setOverrides } from "../config/overrides.ts";
import type { Place } from "../config/place.ts";
import { type ConfigSource, readConfig } from "../config/read_config.ts";
import type { InputError } from "../base/errors.ts";
import type { GateModule } from "../model/user_gates/gate_module.ts";
import { absolutePaths } from "./absolute_paths.ts";
import { resolveExperiment } from "./decode_experiment.ts";
import { namesOfFiles } from "./file_keys.ts";
import { fitToText } from "./fit/fit_to_text.ts";
import { inheritParent } from "./inherit_parent.ts";
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
  /** Whether the file is the whole experiment, as a run writes it: nothing is inherited. */
  readonly isWhole?: boolean;
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
  const own = yield* readConfig(path, flags, ExperimentFile.ast, overrides.named);
  const inherited = overrides.isWhole ? own.located : yield* inheritParent(own.located);
  const source = { ...own, located: inherited };
  const plain = toPlainExperiment(inherited, elsewhere);
  const gates = yield* loadGates(plain, overrides);
  const resolve = (value: unknown, { located }: ConfigSource) =>
    Effect.fromResult(resolveExperiment(value, ExperimentFile, gates)).pipe(
      Effect.mapError((found) => findingsError(found, { ...source, located })),
    );
  const given = yield* resolve(plain, source);
  const fitted = nestedValues(yield* fitToText(plain, given), fittedPlace);
  if (fitted === undefined) return { experiment: given, source, gates: gates.module };
  const whole = { ...source, located: merge(fitted, source.located, ExperimentFile.ast) };
  const experiment = yield* resolve(toPlainExperiment(whole.located, elsewhere), whole);
  return { experiment, source: whole, gates: gates.module };
});

/** Where values stand that were fitted to the text: in no file. */
const fittedPlace: Place = {
  source: { order: 0, label: "fitted to the text", directory: "/", isFile: false },
  line: 1,
  column: 1,
};

/** A config with absolute paths. */
const toPlainExperiment = (located: Located, elsewhere: string | undefined): unknown =>
  absolutePaths(toPlain(located), (key) => {
    const { directory, isFile } = placeAt(located, key).source;
    return isFile && elsewhere !== undefined ? [directory, elsewhere] : [directory];
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
