import { bits } from "../training/metrics/metrics_line.ts";
import type { PredictedCounts } from "../text/tokens/token_part.ts";

/** Most of the tokens that may be unknown where a figure a character is given. */
const mostUnknown = 0.01;

/** Bits a character, or why there is no such number. */
export type BitsPerCharacter =
  | { readonly bitsPerCharacter: number }
  | { readonly bitsPerCharacter: null; readonly withheld: string };

/**
 * The loss in bits a character of the text that was predicted. An unknown word costs a model no more
 * than one token, whatever its letters, so the figure is withheld where they are many: a small
 * vocabulary would look better than a large one.
 *
 * @param loss nats a token
 */
export function bitsPerCharacter(
  loss: number,
  { tokens, unknown, characters }: PredictedCounts,
): BitsPerCharacter {
  if (unknown > mostUnknown * tokens) {
    const withheld = `${percent(unknown / tokens)} of the tokens are unknown, which says nothing ` +
      `of their characters; given where at most ${percent(mostUnknown)} are`;
    return { bitsPerCharacter: null, withheld };
  }
  return { bitsPerCharacter: (bits(loss) * tokens) / characters };
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
