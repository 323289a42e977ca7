import { tmpdir } from "node:os";
import process from "node:process";
import { Effect, Schema, type Scope, type Stream } from "effect";
import { InputError, type RunError } from "../../base/errors.ts";
import { corpusFailure } from "../sources/corpus_failure.ts";
import { corpusIdentity } from "../sources/corpus_hash.ts";
import type { Document } from "./document.ts";
import { documents, type ReadOptions } from "./documents.ts";
import { isPrivate } from "../sources/is_private.ts";
import type { CorpusConfig } from "../sources/schema.ts";
import { type SourceFile, sourceFiles, standardInput } from "../sources/source_files.ts";
import { temporaryCopy } from "./temporary_copy.ts";
import { warnOfFormat } from "./warn_of_format.ts";

/** A corpus that has been found and hashed, ready to be read. */
export interface Corpus {
  readonly files: readonly SourceFile[];
  /** Size on disk, in bytes. */
  readonly bytes: number;
  /** SHA-256 of its bytes, see `corpusIdentity`. */
  readonly hash: string;
  /** Others may not read it: what is made of it is kept from them too, see `isPrivate`. */
  readonly isPrivate: boolean;
  /**
   * Its documents in order; each run reads the files again.
   */
  readonly documents: (options?: ReadOptions) => Stream.Stream<Document, InputError>;
}

/** A corpus without a byte. */
class EmptyCorpus extends InputError.extend<EmptyCorpus>("EmptyCorpus")({
  _tag: Schema.tag("EmptyCorpus"),
  key: Schema.String,
  files: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const { key, files } = this;
    const what = files.length === 1 ? files[0] : `${files.length} files`;
    return `${key}: The corpus is empty (${what} of 0 bytes)`;
  }
}

/** What messages call the parts of a corpus. */
export interface CorpusKeys {
  readonly corpus: string;
  readonly path: string;
  readonly format: string;
}

const configKeys: CorpusKeys = {
  corpus: "corpus",
  path: "corpus.path",
  format: "corpus.format",
};

export interface CorpusOptions {
  /** Where relative paths start; the working directory by default. */
  readonly base?: string;
  /** Where standard input is copied to so that it can be read twice; the system's by default. */
  readonly spoolFolder?: string;
  /** What `path: "-"` reads; standard input by default. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Those of the config by default. */
  readonly keys?: CorpusKeys;
}

/**
 * Finds the files of a corpus and hashes their bytes. Warns where they look like another format.
 * Fails where there is no file, no package, no byte, or something that may not be read. Standard
 * input is copied to a file that lives as long as the scope; a RunError says that there is no room
 * for that.
 */
export const openCorpus = Effect.fn("openCorpus")(function* (
  config: CorpusConfig,
  options: CorpusOptions = {},
): Effect.fn.Return<Corpus, InputError | RunError, Scope.Scope> {
  const { keys = configKeys } = options;
  const found = yield* Effect.tryPromise({
    try: (signal) => sourceFiles(config, options.base ?? process.cwd(), keys.path, signal),
    catch: corpusFailure(keys.corpus),
  });
  const files: SourceFile[] = [];
  for (const file of found) {
    if (file.path !== standardInput) {
      files.push(file);
      continue;
    }
    const path = yield* temporaryCopy(
      options.input ?? process.stdin,
      options.spoolFolder ?? tmpdir(),
    );
    files.push({ ...file, name: "standard input", path });
  }
  const { hash, bytes } = yield* Effect.tryPromise({
    try: () => corpusIdentity(files),
    catch: corpusFailure(keys.corpus),
  });
  if (bytes === 0) {
    return yield* new EmptyCorpus({ key: keys.corpus, files: files.map(({ name }) => name) });
  }
  yield* warnOfFormat(files, config.format, keys.format);
  return {
    files,
    bytes,
    hash,
    isPrivate: files.some(({ path }) => isPrivate(path, config.npm === undefined)),
    documents: (how) => documents(files, config.format, how),
  };
});
