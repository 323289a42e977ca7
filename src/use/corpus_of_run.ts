/** The corpus that a run was trained on. */
import { Effect, Schema } from "effect";
import { InputError, isInputError, type RunError } from "../base/errors.ts";
import { isClosed } from "../base/files/closed_to_others.ts";
import { tryRead } from "../base/files/file_error.ts";
import { vocabularyOfRun } from "../experiment/parent/parent.ts";
import { loadCorpus } from "../experiment/setup/load_corpus.ts";
import { runVersion } from "../experiment/setup/run_preparation.ts";
import type { ExistingRun } from "../run/existing_run.ts";
import { MissingFiles } from "../text/sources/missing_files.ts";
import type { RunDescription } from "./describe_run.ts";
import type { TokenizedCorpus } from "../text/tokens/tokenized_corpus.ts";

/** The corpus of a run; one whose bytes have changed since then is refused. */
export const corpusOfRun = Effect.fnUntraced(function* (
  { manifest, directory }: ExistingRun,
  { experiment, vocabulary }: Pick<RunDescription, "experiment" | "vocabulary">,
): Effect.fn.Return<TokenizedCorpus, InputError | RunError> {
  const isPrivate = yield* tryRead(directory, () => isClosed(directory));
  const corpus = yield* loadCorpus(experiment, {
    given: vocabularyOfRun(experiment, manifest, vocabulary, isPrivate),
    hash: manifest.hashes.corpus,
    version: runVersion(manifest),
  }).pipe(Effect.catchIf(isInputError, (error) => Effect.fail(sayWhereNow(error))));
  if (corpus.hash === manifest.hashes.corpus) return corpus;
  const expected = manifest.hashes.corpus;
  return yield* new OtherCorpus({ directory, found: corpus.hash, expected });
});

/** Names the flag that says where files are that are gone from where a run's config says. */
export const sayWhereNow = (error: InputError): InputError => {
  if (!(error instanceof MissingFiles)) return error;
  const key = error.key.startsWith("corpus.split.") ? error.key : "corpus.path";
  return new MovedFiles({ cause: error, key });
};

/** A text that is gone from where a run's config says it is. */
export class MovedFiles extends InputError.extend<MovedFiles>("MovedFiles")({
  _tag: Schema.tag("MovedFiles"),
  cause: Schema.instanceOf(MissingFiles),
  /** The key that says where it is now. */
  key: Schema.String,
}) {
  override get message(): string {
    return `${this.cause.message}; say where the text is now with --set ${this.key}=FILE`;
  }
}

/** A corpus of other bytes than the run was trained on. */
export class OtherCorpus extends InputError.extend<OtherCorpus>("OtherCorpus")({
  _tag: Schema.tag("OtherCorpus"),
  directory: Schema.String,
  /** SHA-256. */
  found: Schema.String,
  expected: Schema.String,
}) {
  override get message(): string {
    const { directory, found, expected } = this;
    return `The corpus is not the one that "${directory}" was trained on: its SHA-256 is ` +
      `${found}, expected ${expected}; if that is elsewhere, say so with --set corpus.path=FILE`;
  }
}
