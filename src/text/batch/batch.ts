/**
 * A batch: token ids of `rows` sentences (or of `rows` parallel streams of one long text).
 *
 * Row i predicts `targets[offsets[i] + t]` from `inputs[offsets[i] + t]` for t in 0…lengths[i]−1.
 */
export interface Batch {
  /** Epoch from 0 and place within the epoch from 0. */
  readonly epoch: number;
  readonly index: number;
  /** Predicted tokens of each row, every one at least 1. */
  readonly lengths: Int32Array;
  /** Start of each row in `inputs` and `targets`; one more entry than rows. */
  readonly offsets: Int32Array;
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  /** The hidden state at the end of the batch before is the state at the start of this one. */
  readonly carried: boolean;
}
