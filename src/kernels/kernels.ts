/**
 * The float32 kernels as the engine calls them. A pointer is a byte offset into the shared memory;
 * sizes are in elements; matrices are row-major. No kernel here uses a relaxed instruction, so
 * every runtime computes the same bits.
 */

import type { Pointer } from "./pointer.ts";

/** How many float32 numbers `update` reads as its settings; assembly/update.ts names them. */
export const updateSettings = 16;

export interface Kernels {
  /**
   * Runs a tape (see tape.ts) over `rows` rows, `blockRows` rows at a time.
   * `starts` points at 8 int32: the first row of each operand class.
   * `scratch` is added to the base of every operand of class `scratch`.
   */
  tape(
    program: Pointer,
    instructions: number,
    rows: number,
    blockRows: number,
    starts: Pointer,
    scratch: Pointer,
  ): void;
  /**
   * The softmax of a block of words. Logits have a row (`stride` elements) a word and a column a
   * token. Adds `bias` (0: none, else one number a word). Writes each token's largest logit to
   * `tops`, the sum of exp(logit − largest) to `sums`, and to `picked` the logit of its target if
   * that is among these words, the first of which is number `first`. `tops` is NaN where a logit is
   * NaN or Infinity; a logit of −Infinity has probability 0. With `exponentials` 1 the exponentials
   * replace the logits. Up to seven columns beyond `tokens` may be written, of `tops` and `sums`
   * too.
   */
  blockSoftmax(
    logits: Pointer,
    stride: number,
    words: number,
    tokens: number,
    bias: Pointer,
    targets: Pointer,
    first: number,
    picked: Pointer,
    tops: Pointer,
    sums: Pointer,
    exponentials: number,
  ): void;
  /**
   * A block's exponentials become (softmax − onehot(target)) · scale, or 0 where negligible
   * (tuning.ts). `tops` and `sums` are those of all `blocks` blocks of words, `blockStride`
   * elements apart; this block is number `block`. `factors` receives what each token's exponentials
   * were multiplied by, up to seven more than `tokens`.
   */
  blockSoftmaxGradient(
    exponentials: Pointer,
    stride: number,
    words: number,
    tokens: number,
    targets: Pointer,
    first: number,
    tops: Pointer,
    sums: Pointer,
    blockStride: number,
    blocks: number,
    block: number,
    scale: number,
    factors: Pointer,
  ): void;
  /** Cross-entropy of each token, logsumexp − picked, from all blocks' tops and sums. */
  softmaxLosses(
    tops: Pointer,
    sums: Pointer,
    blockStride: number,
    blocks: number,
    tokens: number,
    picked: Pointer,
    losses: Pointer,
  ): void;
  /**
   * destination[r] = table[ids[r]], rows of `columns` elements, `stride` elements apart in
   * destination.
   */
  gatherRows(
    table: Pointer,
    ids: Pointer,
    rows: number,
    columns: number,
    destination: Pointer,
    stride: number,
    accumulate: number,
  ): void;
  /**
   * Gradient of gatherRows: for groups g in first…last−1, destination[groupIds[g]] = the sum, in
   * order, of source[order[j]] for j in groupStarts[g]…groupStarts[g+1]−1. Source rows are `stride`
   * elements apart.
   */
  sumRows(
    source: Pointer,
    stride: number,
    columns: number,
    order: Pointer,
    groupStarts: Pointer,
    groupIds: Pointer,
    first: number,
    last: number,
    destination: Pointer,
  ): void;
  /**
   * destination[c] = Σ_r source[r][c] (+ destination[c] with `accumulate` 1), summed in row order.
   */
  columnSums(
    source: Pointer,
    rows: number,
    columns: number,
    stride: number,
    destination: Pointer,
    accumulate: number,
  ): void;
  /**
   * destination[r] = Σ_c source[r][c] (+ destination[r] with `accumulate` 1), summed in float64.
   */
  rowSums(
    source: Pointer,
    rows: number,
    columns: number,
    stride: number,
    destination: Pointer,
    accumulate: number,
  ): void;
  /** Σ_k source[k·stride + i] for i in 0…n−1, k in 0…blocks−1. */
  sumBlocks(
    source: Pointer,
    blocks: number,
    n: number,
    stride: number,
    destination: Pointer,
  ): void;
  /** destination[c][r] = source[r][c]. */
  transpose(
    source: Pointer,
    rows: number,
    columns: number,
    stride: number,
    destination: Pointer,
    destinationStride: number,
  ): void;
  fill(destination: Pointer, n: number, value: number): void;
  /** Every row (`stride` elements apart) becomes (or, with accumulate, gains) the vector. */
  fillRows(
    destination: Pointer,
    rows: number,
    columns: number,
    stride: number,
    vector: Pointer,
    accumulate: number,
  ): void;
  /** Copies n elements (memory.copy). */
  copy(destination: Pointer, source: Pointer, n: number): void;
  /** Σ x², each element squared and summed in float64, in an order that depends on n only. */
  sumSquares(source: Pointer, n: number): number;
  /** Optimizer number `code` (see optimizer/) on n elements; `settings` points at {@link updateSettings}. */
  update(
    code: number,
    parameters: Pointer,
    gradient: Pointer,
    slot0: Pointer,
    slot1: Pointer,
    n: number,
    settings: Pointer,
  ): void;
  /**
   * Weights of a sampler: to[i] = exp((from[i] − top) / temperature) for n float64 numbers up to
   * `top`, to about a unit in the last place; 0 below e^−708. Returns their sum: number i in
   * lane i mod 4, then (0 + 2) + (1 + 3).
   */
  exponentials(from: Pointer, n: number, top: number, temperature: number, to: Pointer): number;
  /** The largest of n float64 numbers; NaN if any is NaN. */
  largest(from: Pointer, n: number): number;
  /**
   * Place of the first of n float64 weights with which their sum from the first on is above
   * `target`; n if it never is.
   */
  reaching(weights: Pointer, n: number, target: number): number;
  /**
   * float64 functions with the same bits in every runtime, for what is not a kernel (metrics,
   * schedules, sampling).
   */
  exp(x: number): number;
  log(x: number): number;
  cos(x: number): number;
  pow(x: number, y: number): number;
}
