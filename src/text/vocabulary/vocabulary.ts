import { byCodePoint } from "../sources/code_point_order.ts";
import type { Merge } from "../subwords/merges.ts";

/** The names of the special tokens, as in the tutorial. No word of a text looks like one. */
export const sentenceStart = "SENTENCE_START";
export const sentenceEnd = "SENTENCE_END";
export const unknownToken = "UNKNOWN_TOKEN";

/** The tokens that a model knows. A token's id is its place in `words`. */
export interface Vocabulary {
  readonly words: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
  /** Before a sentence; undefined where text is contiguous. */
  readonly start: number | undefined;
  /** After a sentence; undefined where the text is a stream of characters. */
  readonly end: number | undefined;
  /** In place of every word that is not here; undefined where text has no other tokens. */
  readonly unknown: number | undefined;
  /**
   * How bytes are joined into tokens; empty where each is one. Undefined where tokens are not made
   * of bytes.
   */
  readonly merges: readonly Merge[] | undefined;
}

/** Which special tokens a text has besides the unknown one. */
export interface SpecialTokens {
  readonly start: boolean;
  readonly end: boolean;
}

/** The names of those that a text has. */
export const specialNames = ({ start, end }: SpecialTokens): readonly string[] => [
  ...(start ? [sentenceStart] : []),
  ...(end ? [sentenceEnd] : []),
];

/** The tokens of a vocabulary in the order of their ids, and how bytes are joined into them. */
export type VocabularyTokens = Pick<Vocabulary, "words"> & Partial<Pick<Vocabulary, "merges">>;

/**
 * A vocabulary of the given words, special tokens found by their names; `words` has no word twice.
 * One with merges has each byte, so that no text is unknown.
 */
export function vocabularyOf(
  words: readonly string[],
  merges?: Vocabulary["merges"],
): Vocabulary {
  const ids = new Map(words.map((word, id) => [word, id]));
  const unknown = ids.get(unknownToken);
  if (unknown === undefined && merges === undefined) {
    throw new RangeError(`A vocabulary needs ${unknownToken}`);
  }
  return { words, ids, start: ids.get(sentenceStart), end: ids.get(sentenceEnd), unknown, merges };
}

/**
 * The vocabulary of a text: the special tokens, then its words from the most to the least
 * frequent, equal ones in code-point order, at most `limit` in all (undefined: every word).
 * `counts[i]` says how often `words[i]` occurs; a word that does not is left out.
 */
export function buildVocabulary(
  words: readonly string[],
  counts: ArrayLike<number>,
  limit: number | undefined,
  special: SpecialTokens,
): Vocabulary {
  const head = [...specialNames(special), unknownToken];
  const ranked = words
    .map((word, index) => ({ word, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || byCodePoint(a.word, b.word));
  const kept = ranked.slice(0, limit === undefined ? undefined : Math.max(0, limit - head.length));
  return vocabularyOf([...head, ...kept.map(({ word }) => word)]);
}
