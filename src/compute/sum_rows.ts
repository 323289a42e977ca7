import type { Batch } from "../text/batch/batch.ts";

/** Sums of what stands at each token of a batch, a sum a row, each in the order of its tokens. */
export const sumRows = (
  { lengths, offsets }: Pick<Batch, "lengths" | "offsets">,
  values: Float64Array,
): Float64Array =>
  Float64Array.from(lengths, (length, row) => {
    const from = offsets[row]!;
    return values.subarray(from, from + length).reduce((sum, value) => sum + value, 0);
  });
