import { bits } from "../training/metrics/metrics_line.ts";
import type { PredictedCounts } from "../text/tokens/token_part.ts";

/** Largest share of unknown tokens for which bits per character are given. */
const mostUnknown = 0.01;

/** Bits per character, or why they are withheld. */
export type BitsPerCharacter =
  | { readonly bitsPerCharacter: number }
  | { readonly bitsPerCharacter: null; readonly withheld: string };

/**
 * The loss in bits per character of the predicted text. An unknown word costs one token however
 * long it is, so a small vocabulary would look better than a large one. Where many tokens are
 * unknown, the figure is withheld.
 *
 * @param loss nats per token
 */
export function bitsPerCharacter(
  loss: number,
  { tokens, unknown, characters }: PredictedCounts,
): BitsPerCharacter {
  if (unknown > mostUnknown * tokens) {
    const withheld = `${percent(unknown / tokens)} of the tokens are unknown, more than the ` +
      `${percent(mostUnknown)} allowed`;
    return { bitsPerCharacter: null, withheld };
  }
  return { bitsPerCharacter: (bits(loss) * tokens) / characters };
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
