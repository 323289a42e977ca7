import type { Units } from "./place_units.ts";

/** Sentences of symbols as the units of a text, each in the part given for it. */
export const units = (
  sentences: readonly (readonly number[])[],
  parts: readonly number[],
): Units => {
  let end = 0;
  return {
    tokens: Int32Array.from(sentences.flat()),
    ends: Int32Array.from(sentences, (sentence) => end += sentence.length),
    characters: Int32Array.from(sentences, (sentence) => sentence.length + 1),
    parts: Int32Array.from(parts),
  };
};
