import type { Batch } from "../../src/text/batch/batch.ts";

/** A batch whose rows are sentences: all tokens but the last predict all but the first. */
export function sentenceBatch(sentences: readonly (readonly number[])[], carried = false): Batch {
  const lengths = Int32Array.from(sentences, (sentence) => sentence.length - 1);
  const offsets = new Int32Array(lengths.length + 1);
  lengths.forEach((length, row) => offsets[row + 1] = offsets[row]! + length);
  return {
    epoch: 0,
    index: 0,
    lengths,
    offsets,
    inputs: Int32Array.from(sentences.flatMap((sentence) => sentence.slice(0, -1))),
    targets: Int32Array.from(sentences.flatMap((sentence) => sentence.slice(1))),
    carried,
  };
}
