/** Cuts a text that comes in pieces, cut anywhere, into sentences. */
export interface SentenceSplitter {
  /** Takes more text and returns the sentences that are certain to have ended. */
  readonly push: (text: string) => string[];
  /**
   * Takes the rest of the document and returns what is left. The splitter is then ready for the
   * next.
   */
  readonly end: (text?: string) => string[];
}

/** A sentence that has not ended after this many UTF-16 units ends there. */
export const longestSentence = 100_000;

/** UTF-16 units at the end of such a sentence in which it is rather cut at a space. */
const cutWindow = 256;

/** A sentence as it is read: with single spaces, and none around it. */
export const tidy = (sentence: string): string => sentence.replace(/\s+/gu, " ").trim();

/**
 * Where a sentence without end is cut: at its last space, else at the limit, never within a pair.
 */
export function cutOf(text: string, start: number): number {
  const limit = start + longestSentence;
  for (let i = limit; i > limit - cutWindow; i--) {
    if (/\s/u.test(text.charAt(i))) return i;
  }
  const unit = text.charCodeAt(limit);
  return unit >= 0xdc00 && unit < 0xe000 ? limit - 1 : limit;
}
