import { key } from "../../base/random/key.ts";
import { permutation } from "../../base/random/permutation.ts";
import type { TokenPart } from "../tokens/token_part.ts";
import type { Batch } from "./batch.ts";
import { longestFirst } from "./longest_first.ts";

export interface SentenceBatchSettings {
  /** Sentences a batch. */
  readonly size: number;
  /** Seed of each epoch's own order; undefined keeps the order of the text. */
  readonly seed: number | undefined;
}

/** Batches in an epoch; the last may be short. */
export function sentenceBatchCount(part: TokenPart, size: number): number {
  return Math.ceil((part.offsets.length - 1) / size);
}

/**
 * An epoch's batches of whole sentences from the `first` on. A batch has the same sentences
 * whichever batch the epoch starts at. Within a batch, longer sentences come first, equally long
 * ones in drawn order, so the rows that are active at a time step are the first ones.
 */
export function* sentenceBatches(
  part: TokenPart,
  settings: SentenceBatchSettings,
  epoch: number,
  first: number,
): Generator<Batch> {
  const rows = part.offsets.length - 1;
  const order = settings.seed === undefined
    ? Int32Array.from({ length: rows }, (_, row) => row)
    : permutation(key(settings.seed, "shuffle", epoch), rows);
  const count = sentenceBatchCount(part, settings.size);
  for (let index = first; index < count; index++) {
    const chosen = order.slice(index * settings.size, (index + 1) * settings.size);
    yield sentenceBatch(part, chosen, epoch, index);
  }
}

function sentenceBatch(part: TokenPart, chosen: Int32Array, epoch: number, index: number): Batch {
  const lengthOf = (row: number) => (part.offsets[row + 1] ?? 0) - (part.offsets[row] ?? 0) - 1;
  const rows = longestFirst(chosen.map(lengthOf)).map((at) => chosen[at]!);
  const lengths = rows.map(lengthOf);
  const offsets = new Int32Array(rows.length + 1);
  lengths.forEach((length, i) => offsets[i + 1] = (offsets[i] ?? 0) + length);
  const total = offsets[rows.length] ?? 0;
  const inputs = new Int32Array(total), targets = new Int32Array(total);
  rows.forEach((row, i) => {
    const start = part.offsets[row] ?? 0, end = part.offsets[row + 1] ?? 0;
    inputs.set(part.tokens.subarray(start, end - 1), offsets[i]);
    targets.set(part.tokens.subarray(start + 1, end), offsets[i]);
  });
  return { epoch, index, lengths, offsets, inputs, targets, carried: false };
}
