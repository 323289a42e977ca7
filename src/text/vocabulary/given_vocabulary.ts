import { sha256 } from "../../base/files/sha256.ts";
import { type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** The vocabulary of a model that a corpus is read for: its words keep their ids. */
export interface GivenVocabulary {
  readonly words: readonly string[];
  /** Whether other words of the corpus stay unknown, rather than being added. */
  readonly isWhole: boolean;
  /** Others may not read the text that its words are from. */
  readonly isPrivate: boolean;
  /** Version of the rules by which text became its words, unless that is the newest. */
  readonly version?: 1 | 2 | undefined;
}

/** The given vocabulary, followed by those words of a corpus's own that it lacks if they count. */
export function withGiven(own: Vocabulary, { words, isWhole }: GivenVocabulary): Vocabulary {
  if (isWhole) return vocabularyOf(words);
  const known = new Set(words);
  return vocabularyOf([...words, ...own.words.filter((word) => !known.has(word))]);
}

/** SHA-256 of the words in the order of their ids. */
export const wordsHash = (words: readonly string[]): string => sha256(JSON.stringify(words));
