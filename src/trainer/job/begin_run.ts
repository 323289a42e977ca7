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
import { currentEnvironment } from "../../run/environment.ts";
import { format, type Manifest } from "../../run/manifest.ts";
import { timestamp } from "../../base/timestamp.ts";
import { type OpenedRun, openRun, type Run, startRun } from "../../run/run_directory.ts";
import { redactUrls } from "../../base/redact_urls.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import { encodeVocabulary } from "../../text/tokenizer/vocabulary_file.ts";
import type { ResolvedEngine } from "../../experiment/setup/open_engine.ts";
import { sha256 } from "../../base/files/sha256.ts";
import { runSizes } from "./run_sizes.ts";
import { validBaselines } from "./valid_baselines.ts";

export interface NewRun {
  readonly experiment: Experiment;
  readonly gates: GateModule | undefined;
  readonly corpus: TokenizedCorpus;
  readonly model: Model;
  readonly engine: ResolvedEngine;
}

export interface FindOptions extends Pick<NewRun, "experiment" | "gates" | "corpus"> {
  readonly runs: string;
  readonly again: boolean;
}

/** Opens the directory that belongs to an experiment; a new one is locked and still empty. */
export const findRun = (
  { experiment, gates, corpus, runs, again }: FindOptions,
): Effect.Effect<OpenedRun, InputError | RunError, Scope.Scope> =>
  openRun({
    runs,
    name: experiment.name,
    hash: experimentHash(experiment, corpus.hash, 64, gates?.sha256),
    again,
  });

/** Fills a new run's directory. */
export const beginRun = Effect.fnUntraced(function* (
  directory: string,
  { experiment, gates, corpus, model, engine }: NewRun,
): Effect.fn.Return<Run, RunError> {
  const config = formatRunConfig(experiment, directory);
  const vocabulary = encodeVocabulary(corpus.vocabulary);
  const { code, ...environment } = yield* currentEnvironment(engine);
  const baselines = validBaselines(corpus, experiment.batch);
  const manifest: Manifest = {
    format,
    name: experiment.name,
    hash: experimentHash(experiment, corpus.hash, 64, gates?.sha256),
    hashes: {
      config: sha256(config),
      corpus: corpus.hash,
      vocabulary: sha256(vocabulary),
      code,
      ...(gates === undefined ? {} : { gates: gates.sha256 }),
    },
    preparation: corpus.version,
    seed: experiment.seed,
    sizes: runSizes(experiment, corpus, model),
    ...(baselines === undefined
      ? {}
      : { baselines: { unigram: baselines.unigram.loss, bigram: baselines.bigram.loss } }),
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
  if (corpus.isPrivate) yield* tryWrite(directory, () => chmodSync(directory, 0o700));
  return yield* startRun({ directory, config, vocabulary, manifest });
});
