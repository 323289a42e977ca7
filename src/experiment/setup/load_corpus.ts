/** An experiment's corpus as tokens, with progress on the screen while it is made. */
import { join } from "node:path";
import process from "node:process";
import { Effect } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { ConfigSource } from "../../config/read_config.ts";
import type { Experiment } from "../schema.ts";
import { counted, formatCount, formatShare } from "../../base/terminal/format_number.ts";
import { Screen } from "../../base/terminal/screen.ts";
import { readTokenizer } from "./read_tokenizer.ts";
import { placeMissingFiles } from "./place_missing_files.ts";
import { predictedPart } from "../../text/batch/predicted_part.ts";
import type { SentenceRules } from "../../text/sources/schema.ts";
import { sentencesOf } from "../../text/tokenizer/preparation.ts";
import { tokenizeCorpus, type TokenizeOptions } from "../../text/tokens/tokenize_corpus.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import { countPredicted, predictedTokens, type TokenPart } from "../../text/tokens/token_part.ts";

/** Where tokenized corpora are kept, below the working directory. */
export const cacheFolder = (): string => join(process.cwd(), ".cache", "tokens");

/**
 * Tokenizes an experiment's corpus or takes it from the cache.
 *
 * @param source where the experiment was written, so that missing files are placed there
 */
export const loadCorpus = Effect.fnUntraced(function* (
  { corpus, tokenizer, batch }: Experiment,
  { source, ...options }: Pick<TokenizeOptions, "given" | "hash" | "version" | "onCached"> & {
    readonly source?: ConfigSource | undefined;
  } = {},
): Effect.fn.Return<TokenizedCorpus, InputError | RunError> {
  const screen = yield* Screen;
  const given = options.given ?? (yield* readTokenizer({ tokenizer }, source));
  return yield* tokenizeCorpus(corpus, tokenizer, batch, {
    cacheFolder: cacheFolder(),
    ...options,
    given,
    onProgress: ({ bytes, totalBytes }) =>
      screen.draw(`tokenizing ${Math.floor((100 * bytes) / Math.max(1, totalBytes))} %`),
  }).pipe(placeMissingFiles(source), Effect.ensuring(Effect.sync(screen.clear)));
}, Effect.withSpan("corpus"));

/**
 * Lines that describe a tokenized corpus. Tokens are counted as they are predicted in batches, so
 * that the numbers are those of `evaluate`.
 */
export const describeCorpus = (
  { train, valid, test, vocabulary, cut, counts }: TokenizedCorpus,
  { corpus: { sentences }, tokenizer, batch }: Pick<Experiment, "corpus" | "tokenizer" | "batch">,
): string[] => {
  const part = (name: string, tokens: TokenPart | undefined) =>
    tokens === undefined
      ? []
      : [`${formatCount(predictedTokens(predictedPart(tokens, batch)))} ${name}`];
  const parts = [...part("training", train), ...part("validation", valid), ...part("test", test)];
  const { tokens, unknown } = countPredicted(train, vocabulary.unknown);
  const share = (tokens - unknown) / Math.max(1, tokens);
  return [
    `corpus: ${parts.join(", ")} tokens; vocabulary ${formatCount(vocabulary.words.length)}` +
    (vocabulary.unknown === undefined ? "" : `, which covers ${formatShare(share)} of them`),
    ...(cut > 0 ? [describeCut(cut, counts.sentences, sentencesOf({ sentences, tokenizer }))] : []),
  ];
};

/** Share of sentences to be split from which on the text is read wrongly, as it seems. */
const many = 0.05;

/** What helps where there are many. */
const remedies: Record<SentenceRules, string> = {
  rules: "corpus.sentences: lines takes each line as a sentence, batch.kind: contiguous the text " +
    "as a stream",
  lines: "a larger batch.maxLength keeps lines whole",
  none: "a larger batch.maxLength keeps documents whole",
};

/** Says what became of long sentences and, where there are many, what to do. */
const describeCut = (cut: number, sentences: number, rules: SentenceRules): string =>
  `${counted(cut, "sentence")} over batch.maxLength ${cut === 1 ? "is" : "are"} split, ` +
  "no token is lost" +
  (cut < many * sentences ? "" : `; of ${formatCount(sentences)} that is many: ${remedies[rules]}`);
