/** How many rows are computed side by side, and how many tokens at a time. */
export interface ScoringRoom {
  readonly rows: number;
  /** At least as many as rows. */
  readonly tokens: number;
}

/** Rows: eight pieces of the time loop, so that every worker has some. */
const rows = 128;

/** Tokens: more gain nothing, and fewer than twice the rows would leave most steps without a product. */
const mostTokens = 4096;
const leastTokens = 2 * rows;

/** Logits that are held at once: 64 MiB of them. */
const mostLogits = 1 << 24;

/** The room for a vocabulary of so many words: the logits of a step are most of its memory. */
export const scoringRoom = (vocabulary: number): ScoringRoom => ({
  rows,
  tokens: Math.max(leastTokens, Math.min(mostTokens, Math.floor(mostLogits / vocabulary))),
});
