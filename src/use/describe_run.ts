/** Reads the files of a run, except its weights and its corpus. */
import { join, resolve } from "node:path";
import { Effect, Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { toPlain } from "../config/located.ts";
import { mistakesError } from "../config/mistake.ts";
import { readYaml } from "../config/read_yaml.ts";
import { type Overrides, readExperiment } from "../experiment/read_experiment.ts";
import type { Experiment } from "../experiment/schema.ts";
import { experimentModel } from "../experiment/setup/experiment_model.ts";
import { type ResolvedEngine, resolveEngine } from "../experiment/setup/resolve_engine.ts";
import type { Model } from "../model/model.ts";
import type { GateModule } from "../model/user_gates/gate_module.ts";
import type { ExistingRun } from "../run/existing_run.ts";
import { configFile } from "../run/run_directory.ts";
import type { Vocabulary } from "../text/vocabulary/vocabulary.ts";
import { decodeVocabulary } from "../text/vocabulary/vocabulary_file.ts";
import { checkFileFlags } from "./check_file_flags.ts";
import { checkUnchanged } from "../run/check_unchanged.ts";

/** How the files that a run's config names are used. */
export interface RunFiles {
  /** Whether code that it names may be run. */
  readonly allowCode?: boolean | undefined;
  /** Where files are now, by their keys: `{ "corpus.path": "new/text.txt" }`. */
  readonly set?: Readonly<Record<string, string>> | undefined;
}

/** What a run directory says, without its weights. */
export interface RunDescription {
  readonly directory: string;
  readonly experiment: Experiment;
  readonly vocabulary: Vocabulary;
  readonly model: Model;
  readonly engine: ResolvedEngine;
  /** The gates of the user's that the config names. */
  readonly gates: GateModule | undefined;
}

/**
 * Reads what an existing run's files say; `overrides` may change the number of workers, and say
 * where files are now. A config, vocabulary or file of gates that has changed since then is
 * refused.
 * @param recorded the products that the run was begun with, where they must be used again
 * @param extension key paths and values of a longer training, see extend_run.ts
 */
export const describeRun = Effect.fnUntraced(function* (
  existing: ExistingRun,
  overrides: Overrides = {},
  recorded?: ResolvedEngine["gemm"],
  extension: Readonly<Record<string, string>> = {},
): Effect.fn.Return<RunDescription, InputError> {
  const { directory, manifest, config, vocabularyFile, vocabulary: text } = existing;
  const { hashes } = manifest;
  yield* checkUnchanged(directory, [
    { name: configFile, text: config, written: hashes.config },
    { name: vocabularyFile, text, written: hashes.vocabulary },
  ]);
  if (overrides.set !== undefined) {
    yield* checkFileFlags(overrides.set, yield* plainConfig(existing));
  }
  const { experiment, source, gates } = yield* readExperiment(join(directory, configFile), {
    ...overrides,
    set: { ...overrides.set, ...extension },
    elsewhere: manifest.directory,
    isWhole: true,
    expected: { sha256: hashes.gates, run: directory },
  });
  if (source.files.length > 1) {
    return yield* new ExtendedConfig({ file: join(directory, configFile) });
  }
  const file = join(directory, vocabularyFile);
  const vocabulary = yield* Effect.fromResult(decodeVocabulary(text, file));
  const model = yield* experimentModel(experiment, vocabulary.words.length, source, gates);
  const engine = yield* resolveEngine(experiment.engine, recorded);
  return { directory, experiment, vocabulary, model, engine, gates };
});

/** What its config says, as a plain value. */
const plainConfig = ({ directory, config }: ExistingRun): Effect.Effect<unknown, InputError> => {
  const label = join(directory, configFile);
  const source = { order: 0, label, directory: resolve(directory), isFile: true };
  return Effect.fromResult(readYaml(config, source)).pipe(
    Effect.mapBoth({ onSuccess: toPlain, onFailure: mistakesError }),
  );
};

/** The config of a run that is not whole by itself. */
export class ExtendedConfig extends InputError.extend<ExtendedConfig>("ExtendedConfig")({
  _tag: Schema.tag("ExtendedConfig"),
  file: Schema.String,
}) {
  override get message(): string {
    return `"${this.file}" extends another file: expected the whole experiment, as a run writes it`;
  }
}
