/** The model of a run, to start another training from. */
import { join } from "node:path";
import { Effect } from "effect";
import { decode } from "../../config/decode.ts";
import { toPlain } from "../../config/located.ts";
import { mistakesError } from "../../config/mistake.ts";
import { readYaml } from "../../config/read_yaml.ts";
import type { InputError } from "../../base/errors.ts";
import { isClosed } from "../../base/files/closed_to_others.ts";
import { tryRead } from "../../base/files/file_error.ts";
import { mostParameters } from "../../model/parameter_count.ts";
import { checkUnchanged } from "../../run/check_unchanged.ts";
import { readRun } from "../../run/existing_run.ts";
import { readWeights } from "../../run/read_sound_checkpoint.ts";
import { configFile } from "../../run/run_directory.ts";
import { decodeVocabulary } from "../../text/vocabulary/vocabulary_file.ts";
import { findingsError } from "../read_experiment.ts";
import { Experiment } from "../schema.ts";
import { earlierVersion } from "../setup/run_preparation.ts";
import type { FoundModel } from "./found_model.ts";

/**
 * Reads the best checkpoint of a run, or the last where none is the best; nothing is written there.
 *
 * @param checkpoint name of another one
 */
export const readParentRun = Effect.fnUntraced(function* (
  directory: string,
  checkpoint: string | undefined,
): Effect.fn.Return<FoundModel, InputError> {
  const { manifest, config, vocabularyFile, vocabulary: text } = yield* readRun(directory);
  yield* checkUnchanged(directory, [
    { name: configFile, text: config, written: manifest.hashes.config },
    { name: vocabularyFile, text, written: manifest.hashes.vocabulary },
  ]);
  const experiment = yield* experimentOf(config, directory);
  const { words, merges } = yield* Effect.fromResult(
    decodeVocabulary(text, join(directory, vocabularyFile)),
  );
  const { entry, model } = yield* readWeights(directory, manifest, mostParameters, checkpoint);
  return {
    tensors: model,
    weightsHash: entry.files["model.safetensors"].sha256,
    words,
    version: earlierVersion(manifest),
    merges,
    isPrivate: yield* tryRead(directory, () => isClosed(directory)),
    checkpoint: entry.name,
    experiment,
    gates: manifest.hashes.gates,
  };
});

/** What its config says; its gates are not loaded and its rules not checked again. */
const experimentOf = Effect.fnUntraced(function* (
  config: string,
  directory: string,
): Effect.fn.Return<Experiment, InputError> {
  const label = join(directory, configFile);
  const source = { order: 0, label, directory, isFile: true };
  const located = yield* Effect.mapError(
    Effect.fromResult(readYaml(config, source)),
    mistakesError,
  );
  return yield* Effect.mapError(
    Effect.fromResult(decode(Experiment, toPlain(located))),
    (found) => findingsError(found, { located, files: [label] }),
  );
});
