import type { Batch } from "./batch.ts";

/** Predicted tokens of a batch. */
export const tokenCount = ({ lengths }: Pick<Batch, "lengths">): number =>
  lengths.reduce((sum, length) => sum + length, 0);
