import type { CollectedText } from "../tokenizer/text_collector.ts";

/** Words of each sentence. */
export function sentenceLengths({ ends }: Pick<CollectedText, "ends">): Int32Array {
  return ends.map((end, i) => end - (ends[i - 1] ?? 0));
}

/** Share of all words that stand in sentences of more than `most` words. */
export function shareInLong(lengths: Int32Array, most: number): number {
  let all = 0, inLong = 0;
  for (const length of lengths) {
    all += length;
    if (length > most) inLong += length;
  }
  return inLong / Math.max(1, all);
}
