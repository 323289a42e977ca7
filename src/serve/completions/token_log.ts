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

/**
 * Where each token of a prompt stands in it: after the one before, or there if it is not found.
 *
 * @param pieces what each token adds to a text; nothing for the first bytes of a character
 */
export const placesOf = (
  prompt: string,
  pieces: readonly string[],
): readonly Pick<LoggedToken, "from" | "to">[] => {
  const text = lowerCase(prompt);
  let at = 0, place = 0;
  return pieces.map(lowerCase).map((piece) => {
    const word = piece.trimStart() || piece;
    const found = text.indexOf(word, at);
    if (found < 0) return { from: place, to: place };
    // The white space before it is the token's, unless the prompt has other one there.
    const space = piece.slice(0, piece.length - word.length);
    const begin = text.slice(at, found).endsWith(space) ? found - space.length : found;
    const from = place + codePoints(text.slice(at, begin));
    at = found + word.length;
    place = from + codePoints(text.slice(begin, at));
    return { from, to: place };
  });
};

/** Lower case of letters whose small ones are as long, so that places stay the same. */
const lowerCase = (text: string): string =>
  Array.from(text, (letter) => {
    const small = letter.toLowerCase();
    return small.length === letter.length ? small : letter;
  }).join("");
