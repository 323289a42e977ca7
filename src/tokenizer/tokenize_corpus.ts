import { join } from "node:path";
import { Effect, Option, type Scope, Stream } from "effect";
import { type Corpus, type CorpusOptions, openCorpus } from "../corpus/corpus.ts";
import type { CorpusConfig } from "../corpus/schema.ts";
import { corpusFailure } from "../corpus/corpus_failure.ts";
import { standardInput } from "../corpus/source_files.ts";
import { InputError } from "../errors.ts";
import { assembleCorpus } from "./assemble_corpus.ts";
import { checkParts } from "./check_parts.ts";
import type { Layout } from "./layout.ts";
import type { TokenizerConfig } from "./schema.ts";
import { type CollectedText, textCollector } from "./text_collector.ts";
import { readTokenCache, tokenCacheKey, writeTokenCache } from "./token_cache.ts";
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
   * The corpus's hash where it is known, as in a run that goes on: standard input is then not
   * read again if the cache has its tokens.
   */
  readonly hash?: string;
  /** Hears of progress about once in a quarter of a megabyte; never where the cache had it all. */
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
): Effect.fn.Return<TokenizedCorpus, InputError, Scope.Scope> {
  const cachedFor = (hash: string) =>
    readTokenCache(options.cacheFolder, tokenCacheKey(hash, corpus, tokenizer, layout));
  if (corpus.path === standardInput && options.hash !== undefined) {
    const cached = cachedFor(options.hash);
    if (Option.isSome(cached)) return cached.value;
  }
  const opened = yield* openCorpus(corpus, {
    ...options,
    spoolFolder: join(options.cacheFolder, "input"),
  });
  const cached = cachedFor(opened.hash);
  if (Option.isSome(cached)) {
    // The cached tokens are those of any batch size, so the parts are measured against this one.
    yield* checkParts(cached.value, corpus.split, layout);
    return cached.value;
  }
  const text = yield* collect(opened, corpus, tokenizer, layout, options.onProgress);
  const tokenized = assembleCorpus(opened, text, corpus.split, tokenizer, layout);
  yield* checkParts(tokenized, corpus.split, layout);
  yield* Effect.try({
    try: () => {
      const key = tokenCacheKey(opened.hash, corpus, tokenizer, layout);
      writeTokenCache(options.cacheFolder, key, tokenized);
    },
    catch: (error) => error instanceof Error ? error.message : String(error),
  }).pipe(
    Effect.catch((reason) => Effect.logWarning(`The tokens could not be cached: ${reason}`)),
  );
  return tokenized;
}, Effect.scoped);

const collect = Effect.fnUntraced(function* (
  corpus: Corpus,
  config: CorpusConfig,
  tokenizer: TokenizerConfig,
  layout: Layout,
  onProgress: (progress: TokenizeProgress) => void = () => {},
): Effect.fn.Return<CollectedText, InputError> {
  const shares = "files" in config.split ? undefined : config.split;
  const collector = textCollector(tokenizer, layout.kind, shares);
  let bytes = 0, documents = 0;
  const read = corpus.documents((more) => bytes += more);
  yield* Stream.runForEachArray(read, (chunk) =>
    Effect.try({
      try: () => {
        for (const document of chunk) {
          collector.add(document);
          if (!document.continues) documents++;
        }
        onProgress({ bytes, totalBytes: corpus.bytes, documents });
      },
      catch: corpusFailure("corpus"),
    }));
  return collector.finish();
});
