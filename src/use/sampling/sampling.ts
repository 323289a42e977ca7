/**
 * From the logits of the next token to one token. All arithmetic is float64 with the
 * kernels' own exp and in a fixed order, so that the same numbers give the same text on every
 * runtime.
 */
export interface Sampling {
  /**
   * Divides the logits, > 0; below 1 sharpens, above 1 flattens; 0 always takes the
   * likeliest.
   */
  readonly temperature: number;
  /** Number of likeliest tokens to draw from; undefined for all. */
  readonly topK?: number | undefined;
  /**
   * Only the smallest set of likeliest tokens that holds this share (nucleus); undefined for all.
   */
  readonly topP?: number | undefined;
  /** Token ids that are never given, for instance the unknown and the start token. */
  readonly banned: ReadonlySet<number>;
}
