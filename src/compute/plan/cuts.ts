/**
 * How large the pieces of a phase are. A cut depends only on the shapes of the batch and the model.
 * The bits of a BLAS product depend on the shape of a call, so they do not depend on the number of
 * workers.
 *
 * OpenBLAS packs both operands anew in each call, so it wants few large ones, or ones so small that
 * it packs nothing (see src/kernels/blas_product.ts). Our own product sees no difference. The sizes
 * stand in src/kernels/tuning.ts, each with what was measured.
 */
import {
  fewTokens,
  gradientRowsOfLarge,
  gradientRowsOfMiddle,
  leastBlockTokens,
  mostBlockTokens,
  mostWordBlocks,
  tableRows,
  wantedBlocks,
  wholeWordBlocks,
} from "../../kernels/tuning.ts";

/** A size so that `length` falls into about that many equal pieces, each a multiple of `unit`. */
const pieceSize = (length: number, pieces: number, unit: number): number =>
  Math.max(unit, Math.ceil(length / pieces / unit) * unit);

/** Rows of the output layer's weight whose gradient one job computes: equal shares of {@link tableRows} at most. */
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
   * its rows of the weight follows in the same: the logits' gradient is still in the cache then. Else
   * that waits for the layers' turn, so that few sentences, whose time loop is few pieces, leave
   * nobody idle.
   */
  readonly whole: boolean;
}

/**
 * How the output layer is cut: some {@link tableRows} words a block, at most {@link mostWordBlocks}
 * blocks where there are more tokens than {@link fewTokens}; by so many tokens that its logits fit a
 * cache, or fewer where there are few words.
 */
export const outputCut = (tokens: number, vocabulary: number): OutputCut =>
  cutOutput(tokens, vocabulary, tokens > fewTokens);

/**
 * The same for evaluation: its blocks of words are those of many tokens, however few there are. A
 * softmax is joined from its blocks, so with our own product the bits of a token's loss depend on
 * nothing else in its batch.
 */
export const evaluationCut = (tokens: number, vocabulary: number): OutputCut =>
  cutOutput(tokens, vocabulary, true);

const cutOutput = (tokens: number, vocabulary: number, many: boolean): OutputCut => {
  const rows = outputRows(vocabulary);
  const words = rows * (many ? Math.ceil(vocabulary / rows / mostWordBlocks) : 1);
  const wordBlocks = Math.ceil(vocabulary / words);
  const down = Math.max(
    Math.ceil(tokens / mostBlockTokens),
    Math.min(Math.floor(tokens / leastBlockTokens), Math.ceil(wantedBlocks / wordBlocks)),
    1,
  );
  const columns = pieceSize(tokens, down, 16);
  return {
    words,
    tokens: columns,
    wordBlocks,
    tokenBlocks: Math.ceil(tokens / columns),
    whole: many && wordBlocks >= wholeWordBlocks,
  };
};

/** Distance between rows of the logits for so many tokens; the softmax takes eight at a time. */
export const logitsStride = (tokens: number): number => Math.ceil(tokens / 8) * 8;

/**
 * Rows of a weight's gradient that one piece computes: the large size or the middle one where four
 * pieces come out, else so many that two do.
 */
export const gradientRows = (rows: number): number =>
  [gradientRowsOfLarge, gradientRowsOfMiddle].find((size) => rows >= 4 * size) ??
    pieceSize(rows, 2, 16);
