/**
 * How large the pieces of a phase are. A cut depends on the batch's and the model's shape only, so
 * that the bits of a product by BLAS, which depend on the shape of a call, do not depend on the workers.
 *
 * OpenBLAS packs both operands anew in each call, so it wants few large ones, or ones so small that it
 * packs nothing (see src/kernels/blas.ts). Our own product sees no difference.
 */

/** A size so that `length` falls into about that many equal pieces, each a multiple of `unit`. */
const pieceSize = (length: number, pieces: number, unit: number): number =>
  Math.max(unit, Math.ceil(length / pieces / unit) * unit);

/** Rows of the output layer's weight whose gradient one job computes: equal shares of 512 at most. */
export const outputRows = (vocabulary: number): number =>
  pieceSize(vocabulary, Math.ceil(vocabulary / tableRows), 16);

/** Words and tokens of one block of the logits, and how many blocks there are of each. */
export interface OutputCut {
  /** Of one or more jobs ({@link outputRows}). */
  readonly words: number;
  readonly tokens: number;
  readonly wordBlocks: number;
  readonly tokenBlocks: number;
  /**
   * Whether, on the way back, a block of words with all its tokens is one piece, and the gradient of
   * its rows of the weight follows in the same: the logits' gradient is still in the cache then, which
   * saves a tenth of a step of 570 tokens and 8,000 words. Else that waits for the layers' turn, so that few
   * sentences, whose time loop is few pieces, leave nobody idle.
   */
  readonly whole: boolean;
}

/**
 * How the output layer is cut: some 512 words a block, at most {@link mostBlocks} where there are more
 * tokens than {@link fewTokens}; by so many tokens that its logits fit a cache, or fewer where there are few words.
 */
export const outputCut = (tokens: number, vocabulary: number): OutputCut => {
  const many = tokens > fewTokens;
  const rows = outputRows(vocabulary);
  const words = rows * (many ? Math.ceil(vocabulary / rows / mostBlocks) : 1);
  const wordBlocks = Math.ceil(vocabulary / words);
  const down = Math.max(
    Math.ceil(tokens / mostTokens),
    Math.min(Math.floor(tokens / 64), Math.ceil(8 / wordBlocks)),
    1,
  );
  const columns = pieceSize(tokens, down, 16);
  return {
    words,
    tokens: columns,
    wordBlocks,
    tokenBlocks: Math.ceil(tokens / columns),
    whole: many && wordBlocks >= 8,
  };
};

/** Each block of words has a part of the source's gradient, which are then added up. */
const mostBlocks = 24;

/** Tokens of a block at most: its logits then fit the second cache, for the softmax. */
const mostTokens = 288;

/** Up to so many tokens the blocks of words stay small, however many they are. */
export const fewTokens = 64;

/** Distance between rows of the logits for so many tokens; the softmax takes eight at a time. */
export const logitsStride = (tokens: number): number => Math.ceil(tokens / 8) * 8;

/**
 * Rows of a weight's gradient that one piece computes: at least two pieces, none over 256 rows. For a
 * gradient of 1024 × 256 over 2,048 tokens OpenBLAS does 78 GFLOP/s by 128 rows, 86 by 256.
 */
export const gradientRows = (rows: number): number =>
  rows >= 1024 ? 256 : rows >= 512 ? 128 : Math.max(16, Math.ceil(rows / 32) * 16);

/** Rows of a table whose gradient one piece computes. */
export const tableRows = 512;

/** Panels of a packed weight that one piece packs. */
export const packPanels = 16;
