import { byCodePoint } from "../sources/code_point_order.ts";

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
}

/** Which special tokens a text has besides the unknown one. */
export interface SpecialTokens {
  readonly start: boolean;
  readonly end: boolean;
}

/**
 * A vocabulary of the given words, special tokens found by their names; `words` has no word twice.
 */
export function vocabularyOf(words: readonly string[]): Vocabulary {
  const ids = new Map(words.map((word, id) => [word, id]));
  const unknown = ids.get(unknownToken);
  if (unknown === undefined) throw new RangeError(`A vocabulary needs ${unknownToken}`);
  return { words, ids, start: ids.get(sentenceStart), end: ids.get(sentenceEnd), unknown };
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
  const head = [
    ...(special.start ? [sentenceStart] : []),
    ...(special.end ? [sentenceEnd] : []),
    unknownToken,
  ];
  const ranked = words
    .map((word, index) => ({ word, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || byCodePoint(a.word, b.word));
  const kept = ranked.slice(0, limit === undefined ? undefined : Math.max(0, limit - head.length));
  return vocabularyOf([...head, ...kept.map(({ word }) => word)]);
}
