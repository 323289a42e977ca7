import type { Units } from "./place_units.ts";

/** Sentences of symbols of two characters and three bytes as the units of a text, each in the part given for it. */
export const units = (
  sentences: readonly (readonly number[])[],
  parts: readonly number[],
): Units => {
  let end = 0;
  return {
    tokens: Int32Array.from(sentences.flat()),
    ends: Int32Array.from(sentences, (sentence) => end += sentence.length),
    characters: Uint8Array.from(sentences.flat(), (symbol) => symbol === 1 ? 1 : 2),
    bytes: Uint16Array.from(sentences.flat(), (symbol) => symbol === 1 ? 1 : 3),
    parts: Int32Array.from(parts),
  };
};
