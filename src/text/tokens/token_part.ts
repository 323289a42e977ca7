/** The tokens of one part of a corpus. */
export interface TokenPart {
  /** Ids of all rows one after another. Row by row, every token but its first is predicted. */
  readonly tokens: Int32Array;
  /** Start of each row in `tokens`, one more entry than rows. A contiguous part is one row. */
  readonly offsets: Int32Array;
  /**
   * Code points of the text that each token stands for, 255 for more: for bits a character. White
   * space before a word counts as the text was cut into sentences, as one; the end of a sentence is
   * the break after it.
   */
  readonly characters: Uint8Array;
  /** UTF-8 bytes of the same: for bits a byte. */
  readonly bytes: Uint16Array;
}

/** Number of tokens that a part predicts. */
export function predictedTokens(part: TokenPart): number {
  return part.tokens.length - (part.offsets.length - 1);
}

/** What a part predicts, counted over the same tokens. */
export interface PredictedCounts {
  readonly tokens: number;
  /** Tokens that stand for a word outside the vocabulary. */
  readonly unknown: number;
  /** Code points of the text that the tokens stand for. */
  readonly characters: number;
  /** UTF-8 bytes of that text. */
  readonly bytes: number;
}

/**
 * Counts over the predicted tokens of a part, each row's but its first.
 *
 * @param unknownId the token of words outside the vocabulary, if there is one
 */
export function countPredicted(part: TokenPart, unknownId: number | undefined): PredictedCounts {
  let unknown = 0, characters = 0, bytes = 0;
  for (let row = 0; row + 1 < part.offsets.length; row++) {
    const end = part.offsets[row + 1] ?? 0;
    for (let i = (part.offsets[row] ?? 0) + 1; i < end; i++) {
      if (part.tokens[i] === unknownId) unknown++;
      characters += part.characters[i] ?? 0;
      bytes += part.bytes[i] ?? 0;
    }
  }
  return { tokens: predictedTokens(part), unknown, characters, bytes };
}
