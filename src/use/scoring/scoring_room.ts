/** How many rows are computed side by side, and how many tokens at a time. */
export interface ScoringRoom {
  readonly rows: number;
  /** At least as many as rows. */
  readonly tokens: number;
}

/**
 * Rows and tokens of a step. 2026-12-01, 10,000 lines by small.yaml's model: 10 to 11 s of two
 * processors with 64, 128 and 256 rows, and with 2,048 and 4,096 tokens, as long as `evaluate`. Fewer
 * rows: workers have nothing to do. More tokens: only memory.
 */
const rows = 128;
const mostTokens = 4096;

/** Whatever the vocabulary: one for each row that has ended, and as many for those that go on. */
const leastTokens = 2 * rows;

/** Logits that are held at once: 64 MiB of them. */
const mostLogits = 1 << 24;

/** The room for a vocabulary of so many words: the logits of a step are most of its memory. */
export const scoringRoom = (vocabulary: number): ScoringRoom => ({
  rows,
  tokens: Math.max(leastTokens, Math.min(mostTokens, Math.floor(mostLogits / vocabulary))),
});
