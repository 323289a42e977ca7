/** A token and how likely it is. */
export interface LikelyToken {
  readonly token: number;
  /** In 0…1, among all tokens. */
  readonly probability: number;
}

/** How many next tokens a page shows. */
const shown = 5;

/**
 * The likeliest tokens, the first one first, equal ones by id.
 *
 * @param logits in nats, length vocabulary
 * @param total log Σ exp(logit)
 * @param left out: ids of tokens that are never drawn
 */
export function likeliest(
  logits: Float32Array | Float64Array,
  total: number,
  left: ReadonlySet<number>,
): readonly LikelyToken[] {
  const best: number[] = [];
  for (let token = 0; token < logits.length; token++) {
    const logit = logits[token]!;
    if (best.length === shown && !(logit > logits[best[shown - 1]!]!)) continue;
    if (left.has(token)) continue;
    let place = Math.min(best.length, shown - 1);
    while (place > 0 && logit > logits[best[place - 1]!]!) {
      best[place] = best[place - 1]!;
      place--;
    }
    best[place] = token;
  }
  return best.map((token) => ({ token, probability: Math.exp(logits[token]! - total) }));
}
