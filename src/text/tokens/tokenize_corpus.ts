import { join } from "node:path";
import { Cause, Effect, Option, type Scope } from "effect";
import { type Corpus, type CorpusOptions, openCorpus } from "../corpus/corpus.ts";
import type { CorpusConfig } from "../sources/schema.ts";
import { nameList } from "../sources/excerpt.ts";
import { standardInput } from "../sources/source_files.ts";
import type { InputError, RunError } from "../../base/errors.ts";
import { tryWrite } from "../../base/files/file_error.ts";
import { assembleCorpus } from "./assemble_corpus.ts";
import { checkParts } from "./check_parts.ts";
import { collectText } from "./collect_text.ts";
import type { GivenVocabulary } from "../vocabulary/given_vocabulary.ts";
import type { Layout } from "../tokenizer/layout.ts";
import {
  isTokenStream,
  keepsBytes,
  lineEndsOf,
  newestPreparation,
  type Preparation,
  type PreparationVersion,
} from "../tokenizer/preparation.ts";
import type { TokenizerConfig } from "../tokenizer/schema.ts";
import type { CollectedText } from "../tokenizer/text_collector.ts";
import { forgetTokenCache, readTokenCache, writeTokenCache } from "./token_cache.ts";
import { lineEndCounter } from "./line_ends.ts";
import { tokenizedMarks } from "./tokenized_marks.ts";
import { tokenCacheKey } from "./token_cache_key.ts";
import type { TokenizedCorpus } from "./tokenized_corpus.ts";

/** How far tokenizing has come: bytes on disk, of how many, and documents. */
export interface TokenizeProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly documents: number;
}

export interface TokenizeOptions extends Omit<CorpusOptions, "spoolFolder"> {
  /** Folder of tokenized corpora; standard input is copied there while it is read. */
  readonly cacheFolder: string;
  /**
   * The corpus's hash, if known, as in a resumed run: standard input is then not read again if the
   * cache has its tokens.
   */
  readonly hash?: string;
  /** The vocabulary of the model that training starts from; undefined is the corpus's own. */
  readonly given?: GivenVocabulary | undefined;
  /** By default that of the given vocabulary, or the newest; a resumed run has its own. */
  readonly version?: PreparationVersion;
  /** Called when the cache has a new file, with a function that removes it again. */
  readonly onCached?: (forget: () => void) => void;
  /** Called about once per quarter of a megabyte; never if the cache had everything. */
  readonly onProgress?: (progress: TokenizeProgress) => void;
}

/**
 * A corpus as token ids. Its bytes are read twice, once for their hash and once for their
 * tokens, the second only where the cache has nothing for the same bytes and settings. A cache that
 * cannot be written is a warning in the log, a damaged file in it is made again.
 *
 * Fails where the corpus cannot be found or read, holds no text, or leaves a part too small.
 */
export const tokenizeCorpus = Effect.fn("tokenizeCorpus")(function* (
  corpus: CorpusConfig,
  tokenizer: TokenizerConfig,
  layout: Layout,
  options: TokenizeOptions,
): Effect.fn.Return<TokenizedCorpus, InputError | RunError, Scope.Scope> {
  const { cacheFolder, onCached = () => {}, given } = options;
  const version = options.version ?? given?.version ?? newestPreparation;
  const { format, sentences } = corpus;
  const preparation = { format, sentences, tokenizer, layout, version };
  const keyFor = (hash: string) => tokenCacheKey(hash, corpus.split, preparation, given);
  if (corpus.path === standardInput && options.hash !== undefined) {
    const cached = readTokenCache(cacheFolder, keyFor(options.hash), true);
    if (Option.isSome(cached)) return { ...cached.value, isPrivate: true, version };
  }
  const opened = yield* openCorpus(corpus, {
    ...options,
    spoolFolder: join(cacheFolder, "input"),
  });
  const isPrivate = opened.isPrivate || given?.isPrivate === true;
  const key = keyFor(opened.hash);
  const cached = readTokenCache(cacheFolder, key, isPrivate);
  if (Option.isSome(cached)) {
    // The cached tokens are those of any batch size, so the parts are measured against this one.
    yield* checkParts(cached.value, corpus.split, layout);
    return { ...cached.value, isPrivate, version };
  }
  const text = yield* collect(opened, corpus.split, preparation, options.onProgress);
  const tokenized = assembleCorpus(opened, text, corpus.split, preparation, given);
  yield* checkParts(tokenized, corpus.split, layout);
  yield* tryWrite(cacheFolder, () => writeTokenCache(cacheFolder, key, tokenized, isPrivate)).pipe(
    Effect.andThen(Effect.sync(() => onCached(() => forgetTokenCache(cacheFolder, key)))),
    Effect.catch((error) => Effect.logWarning("The tokens could not be cached", Cause.fail(error))),
  );
  return { ...tokenized, isPrivate, version };
}, Effect.scoped);

const collect = Effect.fnUntraced(function* (
  corpus: Corpus,
  split: CorpusConfig["split"],
  preparation: Preparation,
  onProgress: (progress: TokenizeProgress) => void = () => {},
): Effect.fn.Return<CollectedText, InputError> {
  let bytes = 0, documents = 0;
  const marks = tokenizedMarks();
  const lineEnds = lineEndCounter();
  const text = yield* collectText(
    corpus.documents({
      onBytes: (more) => bytes += more,
      ends: lineEndsOf(preparation),
      keepsBytes: keepsBytes(preparation),
    }),
    preparation,
    "files" in split ? undefined : split,
    (chunk) => {
      for (const { text } of chunk) {
        marks.add(text);
        if (isTokenStream(preparation)) lineEnds.add(text);
      }
      documents += chunk.filter((document) => !document.continues).length;
      onProgress({ bytes, totalBytes: corpus.bytes, documents });
    },
  );
  if (preparation.tokenizer.kind === "word" && marks.found().length > 0) {
    yield* Effect.logWarning(
      `The text looks tokenized already (${
        nameList(marks.found())
      }), and is cut into words again: ` +
        "tokenizer.kind: whitespace takes it as it is",
    );
  }
  const mixture = lineEnds.mixture();
  if (mixture !== undefined) {
    const each = keepsBytes(preparation) ? "kept as it is" : "read as one line break";
    yield* Effect.logInfo(`Lines of the text end in ${mixture}; each is ${each}`);
  }
  return text;
});
