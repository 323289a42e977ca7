import { bits } from "../training/metrics/metrics_line.ts";
import type { PredictedCounts } from "../text/tokens/token_part.ts";

/** Largest share of unknown tokens for which bits of the text are given. */
const mostUnknown = 0.01;

/** Bits per character (code point) and per byte (of UTF-8), or why they are withheld. */
export type BitsOfText =
  | { readonly bitsPerCharacter: number; readonly bitsPerByte: number }
  | { readonly bitsPerCharacter: null; readonly bitsPerByte: null; readonly withheld: string };

/**
 * The loss in bits of the predicted text. An unknown word costs one token however long it is, so a
 * small vocabulary would look better than a large one. Where many tokens are unknown, the figures
 * are withheld.
 *
 * @param loss nats per token
 */
export function bitsOfText(
  loss: number,
  { tokens, unknown, characters, bytes }: PredictedCounts,
): BitsOfText {
  if (unknown > mostUnknown * tokens) {
    const withheld = `${percent(unknown / tokens)} of the tokens are unknown, more than the ` +
      `${percent(mostUnknown)} allowed`;
    return { bitsPerCharacter: null, bitsPerByte: null, withheld };
  }
  const all = bits(loss) * tokens;
  return { bitsPerCharacter: all / characters, bitsPerByte: all / bytes };
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
