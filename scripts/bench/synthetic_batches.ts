/** Batches of random tokens in the two shapes of `batch`: sentences, and streams that carry their state. */
import type { Batch } from "../../src/text/batch/batch.ts";
import { below } from "../../src/base/random/below.ts";
import { key } from "../../src/base/random/key.ts";
import { zipfSampler } from "./zipf_sampler.ts";

interface Settings {
  readonly vocabulary: number;
  readonly seed: number;
  readonly rows: number;
  /** How many batches. */
  readonly count: number;
}

/** Every row's length (predicted tokens) is drawn evenly from shortest…longest. */
export function sentenceBatches(
  { shortest, longest, ...settings }: Settings & {
    readonly shortest: number;
    readonly longest: number;
  },
): Batch[] {
  const { seed, rows } = settings;
  const lengths = key(seed, "lengths");
  return makeBatches(
    settings,
    false,
    (row, index) => shortest + below(lengths, index * rows + row, longest - shortest + 1),
  );
}

/** Every row is `steps` tokens long, and the state is carried from batch to batch. */
export function contiguousBatches(
  { steps, ...settings }: Settings & { readonly steps: number },
): Batch[] {
  return makeBatches(settings, true, () => steps);
}

function makeBatches(
  { vocabulary, seed, rows, count }: Settings,
  carried: boolean,
  length: (row: number, index: number) => number,
): Batch[] {
  const token = zipfSampler(vocabulary, seed);
  let drawn = 0;
  return Array.from({ length: count }, (_, index) => {
    const lengths = Int32Array.from({ length: rows }, (_, row) => length(row, index));
    const offsets = new Int32Array(rows + 1);
    lengths.forEach((tokens, row) => offsets[row + 1] = offsets[row]! + tokens);
    const inputs = new Int32Array(offsets[rows]!);
    const targets = new Int32Array(offsets[rows]!);
    for (let row = 0; row < rows; row++) {
      let next = token(drawn++);
      for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
        inputs[at] = next;
        targets[at] = next = token(drawn++);
      }
    }
    return { epoch: 0, index, lengths, offsets, inputs, targets, carried };
  });
}
