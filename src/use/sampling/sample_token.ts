import { Result, Schema } from "effect";
import { RunError } from "../../base/errors.ts";
import { exp } from "../../kernels/math.ts";
import { nucleus } from "./nucleus.ts";
import { rankTokens } from "./rank_tokens.ts";
import type { Sampling } from "./sampling.ts";

/**
 * Chooses a token id. Banned tokens go first, then temperature, top-k and top-p in this order; the
 * rest is ranked (likeliest first, equal ones by id), and `u`, a uniform random number in [0, 1),
 * selects a token by cumulative probability. Temperature 0 takes the first of the ranking whatever
 * `u` is.
 *
 * @param logProbabilities length vocabulary, in nats; need not be normalized
 * @returns the id, or a {@link NoToken} when a number is NaN or +∞ or no token is left
 */
export function sampleToken(
  logProbabilities: Float64Array,
  sampling: Sampling,
  u: number,
): Result.Result<number, NoToken> {
  for (let id = 0; id < logProbabilities.length; id++) {
    const value = logProbabilities[id]!;
    if (!(value < Infinity)) {
      return Result.fail(new NoToken({ fault: { kind: "not finite", token: id, value } }));
    }
  }
  const ranked = rankTokens(logProbabilities, sampling.banned);
  const likeliest = ranked[0];
  if (likeliest === undefined) {
    const tokens = logProbabilities.length;
    return Result.fail(new NoToken({ fault: { kind: "none left", tokens } }));
  }
  const { temperature, topK = ranked.length, topP = 1 } = sampling;
  if (temperature === 0) return Result.succeed(likeliest);
  const highest = logProbabilities[likeliest]!;
  const weights = Float64Array.from(
    ranked.subarray(0, topK),
    (id) => exp((logProbabilities[id]! - highest) / temperature),
  );
  const kept = topP < 1 ? weights.subarray(0, nucleus(weights, topP)) : weights;
  return Result.succeed(ranked[pick(kept, u)]!);
}

/** Index i such that u · Σw lies in the i-th weight's part of the sum; never one of weight 0. */
function pick(weights: Float64Array, u: number): number {
  let total = 0;
  for (const w of weights) total += w;
  const target = u * total;
  let reached = 0, last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! === 0) break;
    reached += weights[i]!;
    last = i;
    if (target < reached) break;
  }
  return last;
}

/** Probabilities from which no token can be chosen. */
export class NoToken extends RunError.extend<NoToken>("NoToken")({
  _tag: Schema.tag("NoToken"),
  fault: Schema.Union([
    Schema.Struct({
      kind: Schema.Literal("not finite"),
      token: Schema.Number,
      value: Schema.Number,
    }),
    Schema.Struct({ kind: Schema.Literal("none left"), tokens: Schema.Number }),
  ]),
}) {
  override get message(): string {
    const { fault } = this;
    return fault.kind === "not finite"
      ? `The log-probability of token ${fault.token} is ${fault.value}, ` +
        "expected a finite number; the weights may have diverged"
      : `No token is left to choose from: all ${fault.tokens} are banned or have probability 0`;
  }
}
