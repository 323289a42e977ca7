import { type Shares, streamCuts } from "./split.ts";
import type { CollectedText } from "./text_collector.ts";

/** Units of a text whose parts are all decided. */
export type Units = Pick<CollectedText, "tokens" | "characters" | "bytes" | "ends" | "parts">;

/**
 * Decides the parts of a contiguous text by their place: the last shares are test and validation.
 * A stream is cut exactly there, sentences after the one in which a share begins.
 */
export function placeUnits(text: CollectedText, isStream: boolean, shares: Shares): Units {
  const { tokens, characters, bytes } = text;
  const n = tokens.length;
  const cuts = streamCuts(n, shares);
  if (isStream) {
    const ends = Int32Array.of(cuts.valid, cuts.test, n);
    return { tokens, characters, bytes, ends, parts: Int32Array.of(0, 1, 2) };
  }
  let start = 0;
  const parts = text.ends.map((end) => {
    const part = start < cuts.valid ? 0 : start < cuts.test ? 1 : 2;
    start = end;
    return part;
  });
  return { tokens, characters, bytes, ends: text.ends, parts };
}
