import type { TokenPart } from "../tokens/token_part.ts";
import type { Batch } from "./batch.ts";

export interface ContiguousBatchSettings {
  /** Parallel streams. */
  readonly size: number;
  /** Tokens of each stream a batch. */
  readonly length: number;
}

/**
 * Tokens that each of `size` streams predicts; the remainder, fewer than `size` tokens, is dropped.
 */
export function streamLength(part: TokenPart, size: number): number {
  return Math.max(0, Math.floor((part.tokens.length - 1) / size));
}

/** Batches in an epoch; the last may be short. */
export function contiguousBatchCount(part: TokenPart, settings: ContiguousBatchSettings): number {
  return Math.ceil(streamLength(part, settings.size) / settings.length);
}

/**
 * An epoch's batches from the `first` on of a text cut into `size` streams of n tokens: row i of
 * batch k predicts the tokens i·n + k·length + 1 … of the text. Each row continues where it was in
 * the previous batch, with the hidden state `carried` except in the epoch's first.
 */
export function* contiguousBatches(
  part: TokenPart,
  settings: ContiguousBatchSettings,
  epoch: number,
  first: number,
): Generator<Batch> {
  const { size, length } = settings;
  const n = streamLength(part, size);
  for (let index = first; index * length < n; index++) {
    const steps = Math.min(length, n - index * length);
    const inputs = new Int32Array(size * steps), targets = new Int32Array(size * steps);
    for (let row = 0; row < size; row++) {
      const start = row * n + index * length;
      inputs.set(part.tokens.subarray(start, start + steps), row * steps);
      targets.set(part.tokens.subarray(start + 1, start + steps + 1), row * steps);
    }
    const offsets = Int32Array.from({ length: size + 1 }, (_, row) => row * steps);
    const lengths = new Int32Array(size).fill(steps);
    yield { epoch, index, lengths, offsets, inputs, targets, carried: index > 0 };
  }
}
