/** Log-probabilities of a text's tokens, in the form of OpenAI's API. */
import type { LogProbabilities } from "./schema.ts";

type Logits = Float32Array | Float64Array;

/** A token of a text. */
export interface LoggedToken {
  readonly token: string;
  /** Nats; null for a token that is only read. */
  readonly logProbability: number | null;
  /** The likeliest tokens in its place, if asked for. */
  readonly likeliest: Readonly<Record<string, number>> | null;
  /** Where in the text it begins and ends, in code points. */
  readonly from: number;
  readonly to: number;
}

/** Length of a text in code points, as most clients count. */
export const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** The tokens of a text side by side. */
export const listed = (
  tokens: readonly LoggedToken[],
  asked: number,
): LogProbabilities => ({
  tokens: tokens.map(({ token }) => token),
  token_logprobs: tokens.map(({ logProbability }) => logProbability),
  top_logprobs: asked === 0 ? null : tokens.map(({ likeliest }) => likeliest),
  text_offset: tokens.map(({ from }) => from),
});

/**
 * The `count` largest logits as log-probabilities, the largest first, equal ones by id.
 *
 * @param sum log Σ exp(logit)
 */
export const likeliestOf = (
  logits: Logits,
  sum: number,
  count: number,
  words: readonly string[],
): Readonly<Record<string, number>> => {
  const best: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    let at = best.length;
    while (at > 0 && logits[best[at - 1]!]! < logits[id]!) at--;
    if (at >= count) continue;
    best.splice(at, 0, id);
    best.length = Math.min(best.length, count);
  }
  return Object.fromEntries(best.map((id) => [words[id]!, logits[id]! - sum]));
};

/** Where each token of a prompt stands in it: after the one before, or there if it is not found. */
export const placesOf = (
  prompt: string,
  tokens: readonly string[],
): readonly { readonly from: number; readonly to: number }[] => {
  const lower = prompt.toLowerCase();
  let at = 0, place = 0;
  return tokens.map((token) => {
    const found = lower.indexOf(token.toLowerCase(), at);
    if (found < 0) return { from: place, to: place };
    const from = place + codePoints(prompt.slice(at, found));
    at = found + token.length;
    place = from + codePoints(token);
    return { from, to: place };
  });
};
