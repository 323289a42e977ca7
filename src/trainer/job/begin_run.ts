/** A new run's directory and manifest, or the state of the existing run. */
import { chmodSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { Effect, type Scope } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import { tryWrite } from "../../base/files/file_error.ts";
import { experimentHash } from "../../experiment/experiment_hash.ts";
import { formatRunConfig } from "../../experiment/format_experiment.ts";
import type { Experiment } from "../../experiment/schema.ts";
import type { Model } from "../../model/model.ts";
import type { GateModule } from "../../model/user_gates/gate_module.ts";
import type { CheckpointContent } from "../../run/checkpoint_folder.ts";
import { currentEnvironment } from "../../run/environment.ts";
import { format, type Manifest } from "../../run/manifest.ts";
import { timestamp } from "../../base/timestamp.ts";
import { type OpenedRun, openRun, type Run, startRun } from "../../run/run_directory.ts";
import { redactUrls } from "../../base/redact_urls.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import { encodeVocabulary, vocabularyName } from "../../text/vocabulary/vocabulary_file.ts";
import { tokenizerFile } from "../../experiment/tokenizer_file.ts";
import { wordsHash } from "../../text/vocabulary/given_vocabulary.ts";
import type { Parent } from "../../experiment/parent/parent.ts";
import type { ResolvedEngine } from "../../experiment/setup/resolve_engine.ts";
import { sha256 } from "../../base/files/sha256.ts";
import { runSizes } from "./run_sizes.ts";

/** What a new run is begun with. */
export interface NewRun {
  readonly experiment: Experiment;
  readonly gates: GateModule | undefined;
  readonly corpus: TokenizedCorpus;
  readonly model: Model;
  readonly engine: ResolvedEngine;
  /** The model that training starts from, if it does. */
  readonly parent?: Parent | undefined;
}

export interface FindOptions extends Pick<NewRun, "experiment" | "gates" | "corpus" | "parent"> {
  readonly runs: string;
  readonly again: boolean;
}

/** Opens the directory that belongs to an experiment; a new one is locked and still empty. */
export const findRun = (
  { runs, again, ...run }: FindOptions,
): Effect.Effect<OpenedRun, InputError | RunError, Scope.Scope> =>
  openRun({
    runs,
    name: run.experiment.name,
    hash: hashOf(run),
    again,
  });

/** The hash of everything that defines a run. */
export const hashOf = (
  { experiment, gates, corpus, parent }: Pick<
    FindOptions,
    "experiment" | "gates" | "corpus" | "parent"
  >,
): string =>
  experimentHash(
    experiment,
    {
      corpus: corpus.hash,
      gates: gates?.sha256,
      from: parent?.hashes,
      ...(tokenizerFile(experiment.tokenizer) === undefined
        ? {}
        : { tokenizer: wordsHash(corpus.vocabulary) }),
    },
    64,
  );

/**
 * Fills a new run's directory.
 *
 * @param start the checkpoint before the first step, where only the parent has its weights
 */
export const beginRun = Effect.fnUntraced(function* (
  directory: string,
  run: NewRun,
  start: CheckpointContent | undefined,
): Effect.fn.Return<Run, RunError> {
  const { experiment, gates, corpus, model, engine, parent } = run;
  const config = formatRunConfig(experiment, directory);
  const vocabulary = encodeVocabulary(corpus.vocabulary);
  const { code, ...environment } = yield* currentEnvironment(engine);
  const manifest: Manifest = {
    format,
    name: experiment.name,
    hash: hashOf(run),
    hashes: {
      config: sha256(config),
      corpus: corpus.hash,
      vocabulary: sha256(vocabulary),
      code,
      ...(gates === undefined ? {} : { gates: gates.sha256 }),
    },
    ...(parent === undefined ? {} : { from: recordOf(parent) }),
    preparation: corpus.version,
    seed: experiment.seed,
    sizes: runSizes(experiment, corpus, model),
    ...environment,
    command: process.argv.slice(2).map(redactUrls),
    directory: resolve(directory),
    started: yield* timestamp,
    resumed: [],
    ended: null,
    outcome: { status: "running", steps: 0, epochs: 0, best: null },
    checkpoints: [],
    best: null,
    last: null,
  };
  // Its vocabulary has the words of the text, and its weights may tell more.
  if (corpus.isPrivate || parent?.isPrivate) {
    yield* tryWrite(directory, () => chmodSync(directory, 0o700));
  }
  return yield* startRun({
    directory,
    config,
    vocabularyFile: vocabularyName(corpus.vocabulary),
    vocabulary,
    manifest,
    start,
  });
});

/** What the manifest says of the model that training started from. */
const recordOf = (
  { path, checkpoint, hashes, words, model, left }: Parent,
): NonNullable<Manifest["from"]> => ({
  path,
  ...(checkpoint === undefined ? {} : { checkpoint }),
  ...hashes,
  words: words.length,
  taken: model.tensors.map(({ name }) => name),
  left,
});
