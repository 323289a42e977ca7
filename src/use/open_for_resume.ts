/** Opens an unfinished run for writing, with all that resuming it needs. */
import { Effect, Schema, type Scope } from "effect";
import { InputError, type RunError } from "../base/errors.ts";
import type { Experiment } from "../experiment/schema.ts";
import { encodeExperiment } from "../experiment/format_experiment.ts";
import { fileKeysOf, packageKeys } from "../experiment/file_keys.ts";
import { get } from "../config/plain_value.ts";
import { type ExistingRun, takeRun } from "../run/existing_run.ts";
import type { Run } from "../run/run_directory.ts";
import type { TokenizedCorpus } from "../text/tokens/tokenized_corpus.ts";
import { corpusOfRun } from "./corpus_of_run.ts";
import { describeRun, type RunFiles } from "./describe_run.ts";
import { isPreparedAlike } from "../experiment/setup/run_preparation.ts";
import type { TrainingJob } from "../trainer/job/training_job.ts";
import { formatCount } from "../base/terminal/format_number.ts";

export interface ResumableRun
  extends Pick<TrainingJob, "experiment" | "model" | "engine" | "corpus"> {
  readonly existing: ExistingRun & { readonly run: Run };
}

/**
 * Takes the run until the scope closes and reads it: its own config counts, with files where `set`
 * says, and its engine's products.
 *
 * @param corpus the run's, where it is loaded already
 */
export const openForResume = Effect.fnUntraced(function* (
  directory: string,
  files: RunFiles & { readonly workers?: number | "auto" | undefined },
  corpus?: TokenizedCorpus,
): Effect.fn.Return<ResumableRun, InputError | RunError, Scope.Scope> {
  const existing = yield* takeRun(directory);
  const { manifest } = existing;
  const described = yield* describeRun(existing, files, manifest.engine.gemm);
  const { experiment, model, vocabulary, engine } = described;
  const tokens = corpus !== undefined && isPreparedAlike(corpus, experiment, manifest)
    ? corpus
    : yield* corpusOfRun(existing, described);
  if (tokens.vocabulary.words.length !== vocabulary.words.length) {
    const found = vocabulary.words.length;
    return yield* new OtherVocabulary({ directory, found, given: tokens.vocabulary.words.length });
  }
  return { existing, experiment, model, engine, corpus: tokens };
});

/** Where an experiment's files are, as the keys that `--set` would give. */
export function placesOf(experiment: Experiment): Readonly<Record<string, string>> {
  const plain = encodeExperiment(experiment);
  const paths = [...fileKeysOf(plain).map(({ path }) => path), ...packageKeys];
  return Object.fromEntries(paths.flatMap((path) => {
    const value = get(plain, path);
    return value === undefined ? [] : [[path.join("."), JSON.stringify(value)]];
  }));
}

/** A run whose vocabulary has another length than its corpus gives. */
export class OtherVocabulary extends InputError.extend<OtherVocabulary>("OtherVocabulary")({
  _tag: Schema.tag("OtherVocabulary"),
  directory: Schema.String,
  /** Tokens of the run's vocabulary. */
  found: Schema.Number,
  /** Tokens that its corpus gives. */
  given: Schema.Number,
}) {
  override get message(): string {
    const { directory, found, given } = this;
    return `The vocabulary of "${directory}" has ${formatCount(found)} tokens, ` +
      `its corpus gives ${formatCount(given)}`;
  }
}
