import type { Batch } from "./batch.ts";

/** What one row of a batch reads and predicts. */
export interface BatchRow {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
}

/** Views of a row. */
export const batchRow = ({ inputs, targets, offsets, lengths }: Batch, row: number): BatchRow => {
  const [from, to] = [offsets[row]!, offsets[row]! + lengths[row]!];
  return { inputs: inputs.subarray(from, to), targets: targets.subarray(from, to) };
};
