import { sha256 } from "../../base/files/sha256.ts";
import {
  specialNames,
  type Vocabulary,
  vocabularyOf,
  type VocabularyTokens,
} from "./vocabulary.ts";

/** The vocabulary of a model that a corpus is read for: its words keep their ids. */
export interface GivenVocabulary extends VocabularyTokens {
  /** Whether other words of the corpus stay unknown, rather than being added. */
  readonly isWhole: boolean;
  /** Others may not read the text that its words are from. */
  readonly isPrivate: boolean;
  /** Version of the rules by which text became its words, unless that is the newest. */
  readonly version?: 1 | 2 | undefined;
}

/**
 * The given vocabulary, followed by those words of a corpus's own that it lacks if they count. Bytes
 * and what is joined of them spell any text, so only special tokens can be lacking there.
 */
export function withGiven(own: Vocabulary, given: GivenVocabulary): Vocabulary {
  const { words, merges, isWhole } = given;
  if (isWhole) return vocabularyOf(words, merges);
  const known = new Set(words);
  const more = merges === undefined ? own.words : specialTokensOf(own);
  return vocabularyOf([...words, ...more.filter((word) => !known.has(word))], merges);
}

const specialTokensOf = ({ start, end }: Vocabulary): readonly string[] =>
  specialNames({ start: start !== undefined, end: end !== undefined });

/** SHA-256 of the words in the order of their ids, and of the merges if there are any. */
export const wordsHash = ({ words, merges }: VocabularyTokens): string =>
  sha256(JSON.stringify(merges === undefined ? words : [words, merges]));
