/**
 * How large the pieces of a phase are. A cut depends on the batch's and the model's shape only, so
 * that the bits of a product by BLAS, which depend on the shape of a call, do not depend on the workers.
 *
 * OpenBLAS packs both operands anew in each call, so it wants few large ones. On one Zen 4 core, in
 * GFLOP/s, for 700 tokens, hidden 256 and 10,000 words: logits in 64 × 1024 blocks 71, in 700 × 1024
 * blocks 87; the source's gradient by 64 rows 70, by 176 rows 80, by 350 rows 89. Our own product
 * sees no difference.
 */

/** A size so that `length` falls into about that many equal pieces, each a multiple of `unit`. */
const pieceSize = (length: number, pieces: number, unit: number): number =>
  Math.max(unit, Math.ceil(length / pieces / unit) * unit);

/** Tokens by words that one piece of the logits covers. */
export const logitsBlock = (
  tokens: number,
  vocabulary: number,
): { readonly rows: number; readonly columns: number } => {
  const across = vocabulary <= 4096
    ? Math.ceil(vocabulary / 512)
    : 8 * Math.ceil(vocabulary / 10240);
  const down = Math.max(1, Math.min(Math.floor(tokens / 64), Math.ceil(8 / across)));
  return { rows: pieceSize(tokens, down, 4), columns: pieceSize(vocabulary, across, 16) };
};

/** Tokens of a piece of the softmax: a piece is some 30,000 numbers. */
export const softmaxRows = (vocabulary: number): number =>
  Math.max(1, Math.min(64, Math.floor(32768 / vocabulary)));

/** Tokens of a piece of the gradient of the output layer's source. */
export const sourceRows = (tokens: number): number =>
  pieceSize(tokens, tokens < 256 ? 1 : tokens < 512 ? 2 : tokens < 1024 ? 4 : 8, 4);

/**
 * Rows of a weight's gradient that one piece computes: at least two pieces, none over 256 rows. For a
 * gradient of 1024 × 256 over 2,048 tokens OpenBLAS does 78 GFLOP/s by 128 rows, 86 by 256.
 */
export const gradientRows = (rows: number): number =>
  rows >= 1024 ? 256 : rows >= 512 ? 128 : Math.max(16, Math.ceil(rows / 32) * 16);

/** Rows of a table, or of the output layer's weight, whose gradient one piece computes. */
export const tableRows = 512;

/** Panels of a packed weight that one piece packs. */
export const packPanels = 16;

/**
 * Whether the output layer's weight is packed once a step rather than by each product: only where more
 * rows than this meet it.
 */
export const packedOutputRows = 64;
