import { type Shares, streamCuts } from "./split.ts";
import type { CollectedText } from "./text_collector.ts";

/** Units of a text whose parts are all decided. */
export type Units = Pick<CollectedText, "tokens" | "characters" | "ends" | "parts">;

/**
 * Decides the parts of a contiguous text by their place: the last shares are test and validation.
 * Words are cut after the sentence in which a share begins, characters exactly.
 */
export function placeUnits(text: CollectedText, kind: "word" | "char", shares: Shares): Units {
  const n = text.tokens.length;
  const cuts = streamCuts(n, shares);
  if (kind === "char") {
    const ends = Int32Array.of(cuts.valid, cuts.test, n);
    return {
      tokens: text.tokens,
      characters: text.characters,
      ends,
      parts: Int32Array.of(0, 1, 2),
    };
  }
  let start = 0;
  const parts = text.ends.map((end) => {
    const part = start < cuts.valid ? 0 : start < cuts.test ? 1 : 2;
    start = end;
    return part;
  });
  return { tokens: text.tokens, characters: text.characters, ends: text.ends, parts };
}
