/** The tokens of one part of a corpus. */
export interface TokenPart {
  /** Ids of all rows one after another. Row by row, every token but its first is predicted. */
  readonly tokens: Int32Array;
  /** Start of each row in `tokens`, one more entry than rows. A contiguous part is one row. */
  readonly offsets: Int32Array;
  /**
   * Code points of the text that was tokenized: for bits a character. For sentences and words,
   * white space between words counts as one, and so does the break after each sentence.
   */
  readonly characters: number;
  /** How many of the predicted tokens stand for a word outside the vocabulary. */
  readonly unknown: number;
}

/** Number of tokens that a part predicts. */
export function predictedTokens(part: TokenPart): number {
  return part.tokens.length - (part.offsets.length - 1);
}
