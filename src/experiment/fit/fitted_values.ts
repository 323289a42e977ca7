/** Defaults that fit a text: what a config does not say is chosen by how much text there is. */
import type { BatchConfig } from "../../text/batch/schema.ts";
import type { TextProfile } from "../../text/profile/text_profile.ts";
import type { CorpusConfig } from "../../text/sources/schema.ts";
import type { TokenizerConfig } from "../../text/tokenizer/schema.ts";
import { get } from "../../config/plain_value.ts";

/** What an experiment says of its text. */
export interface TextConfig {
  readonly corpus: CorpusConfig;
  readonly tokenizer: TokenizerConfig;
  readonly batch: BatchConfig;
}

/** Values by key path, of keys that the config does not give. */
export type FittedValues = Readonly<Record<string, number | string>>;

/** Whether a config leaves a key open. */
export const isOpen = (plain: unknown, path: string): boolean =>
  get(plain, path.split(".")) === undefined;

/** Whether a config leaves a key open whose default depends on how much text there is. */
export const hasOpenSizes = (plain: unknown, { tokenizer }: TextConfig): boolean =>
  isOpen(plain, "batch.size") || isOpen(plain, "training.epochs") ||
  fitsVocabulary(plain, tokenizer);

/** Whether the size of the vocabulary is open, in a kind that has rare tokens to leave out. */
const fitsVocabulary = (plain: unknown, tokenizer: TokenizerConfig): boolean =>
  isOpen(plain, "tokenizer.vocabulary") &&
  (tokenizer.kind === "word" || tokenizer.kind === "bpe" && tokenizer.file === undefined);

/** Least and most words of a vocabulary that is fitted. */
const leastWords = 100, mostWords = 8000, specialTokens = 3;

/** Steps of an epoch that a batch should leave, and sizes that are used. */
const steps = 400, smallest = 4, largest = 32;

/**
 * Tokens that training passes in all, within some numbers of epochs: minutes on two cores. Where
 * nothing is held out to stop by, less often over the same text.
 */
const budget = { tokens: 4_000_000, least: 3, most: 40, mostUnwatched: 10 };

/** Epochs without a better validation loss after which a fitted training ends. */
const patience = 3;

/**
 * Chooses the sizes that `plain` leaves open for a text.
 *
 * - As vocabulary the words that occur twice: nothing can be learnt of a word that is seen once. Of
 *   subwords as many, beside the 256 bytes.
 * - A batch of which an epoch has 400 or more, as far as batches are between 4 and 32.
 * - Epochs up to a budget of tokens, to end early without a better validation loss.
 *
 * @param experiment what `plain` decodes to by defaults that fit no text
 */
export function fittedSizes(
  plain: unknown,
  { tokenizer, batch, corpus }: TextConfig,
  profile: TextProfile,
): FittedValues {
  const tokens = profile[tokensOf[tokenizer.kind]];
  const pieces = batch.kind === "contiguous" ? tokens / batch.length : profile.sentences;
  const isWatched = "files" in corpus.split || corpus.split.valid > 0;
  const values: Record<string, number> = {};
  if (fitsVocabulary(plain, tokenizer)) {
    const words = fitVocabulary(profile.repeated);
    values["tokenizer.vocabulary"] = tokenizer.kind === "word"
      ? words
      : Math.min(mostWords, words + 256);
  }
  if (isOpen(plain, "batch.size")) values["batch.size"] = fitBatch(pieces);
  if (isOpen(plain, "training.epochs")) {
    values["training.epochs"] = fitEpochs(tokens, isWatched);
    if (isWatched && isOpen(plain, "training.stop")) values["training.stop.patience"] = patience;
  }
  return values;
}

/** What tokens of each kind are about as many as; subwords are words mostly. */
const tokensOf = {
  word: "words",
  whitespace: "words",
  bpe: "words",
  char: "characters",
  byte: "characters",
} as const;

/** Two digits are as exact as the choice is. */
function fitVocabulary(repeated: number): number {
  const words = Math.max(leastWords, repeated);
  const unit = 10 ** (Math.floor(Math.log10(words)) - 1);
  return Math.min(mostWords, Math.ceil(words / unit) * unit + specialTokens);
}

/** A power of two. */
function fitBatch(pieces: number): number {
  const size = 2 ** Math.floor(Math.log2(Math.max(1, pieces / steps)));
  return Math.min(largest, Math.max(smallest, size));
}

function fitEpochs(tokens: number, isWatched: boolean): number {
  const epochs = Math.ceil(budget.tokens / Math.max(1, tokens));
  const most = isWatched ? budget.most : budget.mostUnwatched;
  return Math.min(most, Math.max(budget.least, epochs));
}
