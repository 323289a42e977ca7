/** A run that is there already, as what can be trained on, measured or asked for text. */
import { join, resolve } from "node:path";
import { Effect } from "effect";
import { toPlain } from "../config/located.ts";
import { mistakesError } from "../config/mistake.ts";
import { readYaml } from "../config/read_yaml.ts";
import { MissingFiles } from "../text/sources/missing_files.ts";
import { InputError, isInputError, type RunError } from "../base/errors.ts";
import { type Overrides, readExperiment } from "../experiment/read_experiment.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { GateModule } from "../model/user_gates/gate_module.ts";
import { parameterCount } from "../model/parameter_count.ts";
import type { Model, Values } from "../model/model.ts";
import { type ExistingRun, readRun } from "../run/existing_run.ts";
import { readWeights } from "../run/read_checkpoint.ts";
import { configFile, vocabularyFile } from "../run/run_directory.ts";
import { modelValues } from "../trainer/tensors.ts";
import type { TokenizedCorpus } from "../text/tokens/tokenized_corpus.ts";
import { decodeVocabulary } from "../text/tokenizer/vocabulary_file.ts";
import type { Vocabulary } from "../text/tokenizer/vocabulary.ts";
import { checkFileFlags } from "./check_file_flags.ts";
import { checkUnchanged } from "./check_unchanged.ts";
import { experimentModel } from "../experiment/setup/experiment_model.ts";
import { loadCorpus } from "../experiment/setup/load_corpus.ts";
import { runVersion } from "../experiment/setup/run_preparation.ts";
import { type ResolvedEngine, resolveEngine } from "../experiment/setup/open_engine.ts";

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
 * Reads what an existing run's files say; `overrides` may change the number of workers, and say where
 * files are now. A config, vocabulary or file of gates that has changed since then is refused.
 * @param recorded the products that the run was begun with, where they must be used again
 */
export const describeRun = Effect.fnUntraced(function* (
  existing: ExistingRun,
  overrides: Overrides = {},
  recorded?: ResolvedEngine["gemm"],
): Effect.fn.Return<RunDescription, InputError> {
  const { directory, manifest, config, vocabulary: text } = existing;
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
    elsewhere: manifest.directory,
    expected: { sha256: hashes.gates, run: directory },
  });
  if (source.files.length > 1) {
    return yield* new InputError({
      message: `"${join(directory, configFile)}" extends another file: ` +
        "expected the whole experiment, as a run writes it",
    });
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

/** A trained model: the best checkpoint's weights, or the last's where no best is kept. */
export interface LoadedRun extends RunDescription {
  readonly existing: ExistingRun;
  readonly weights: Values;
  /** Name of the checkpoint that the weights are from. */
  readonly checkpoint: string;
}

export const loadRun = Effect.fnUntraced(function* (
  directory: string,
  { allowCode, set }: RunFiles = {},
): Effect.fn.Return<LoadedRun, InputError> {
  const existing = yield* readRun(directory);
  const description = yield* describeRun(existing, { allowCode, set });
  const { entry, model: tensors } = yield* readWeights(
    directory,
    existing.manifest,
    parameterCount(description.model),
  );
  const file = join(directory, "checkpoints", entry.name, "model.safetensors");
  const weights = yield* Effect.fromResult(modelValues(description.model, tensors, file));
  return { ...description, existing, weights, checkpoint: entry.name };
});

/** The corpus of a run; one whose bytes have changed since then is refused. */
export const corpusOfRun = Effect.fnUntraced(function* (
  { manifest, directory }: ExistingRun,
  experiment: Experiment,
): Effect.fn.Return<TokenizedCorpus, InputError | RunError> {
  const corpus = yield* loadCorpus(experiment, {
    hash: manifest.hashes.corpus,
    version: runVersion(manifest),
  }).pipe(Effect.catchIf(isInputError, (error) => Effect.fail(sayWhereNow(error))));
  if (corpus.hash === manifest.hashes.corpus) return corpus;
  return yield* new InputError({
    message: `The corpus is not the one that "${directory}" was trained on: ` +
      `its SHA-256 is ${corpus.hash}, expected ${manifest.hashes.corpus}; if that is elsewhere, say ` +
      "so with --set corpus.path=FILE",
  });
});

/** Names the flag that says where files are that are gone from where a run's config says. */
export const sayWhereNow = (error: InputError): InputError => {
  if (!(error instanceof MissingFiles)) return error;
  const key = error.key.startsWith("corpus.split.") ? error.key : "corpus.path";
  return new InputError({
    message: `${error.message}; say where the text is now with --set ${key}=FILE`,
  });
};
