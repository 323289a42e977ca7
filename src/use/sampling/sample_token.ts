import { Result, Schema } from "effect";
import { RunError } from "../../base/errors.ts";
import type { Candidates } from "./candidates.ts";
import type { Sampling } from "./sampling.ts";
import { shortestStart } from "./shortest_start.ts";

/**
 * Chooses a token id. Banned tokens go first, then temperature, top-k and top-p in this order; of
 * the rest `u`, a uniform random number in [0, 1), selects a token by cumulative probability: in the
 * order of the ids where all others are left, else in that of the ranking (likeliest first, equal
 * ones by id). Temperature 0 takes the first of the ranking whatever `u` is. Source of top-p:
 * Holtzman et al., The Curious Case of Neural Text Degeneration, 2020.
 *
 * Sums are taken in an order that depends on the logits alone: that of the ids, or that in which the
 * ranking is worked out.
 *
 * @param logits length vocabulary, in nats; need not be normalized
 * @param room for the tokens that are not banned; overwritten
 * @returns the id, or a {@link NoToken} when a number is NaN or +∞ or no token is left
 */
export function sampleToken(
  logits: Float32Array | Float64Array,
  { temperature, topK = Infinity, topP = 1 }: Sampling,
  u: number,
  room: Candidates,
): Result.Result<number, NoToken> {
  const top = room.take(logits);
  if (!Number.isFinite(top)) return Result.fail(noToken(logits, top));
  if (temperature === 0) return Result.succeed(room.logits.indexOf(top));
  let count = logits.length;
  if (topK < count) {
    const enough = (held: number) => held >= topK;
    count = shortestStart(room, count, { by: "count", enough, front: true }).last + 1;
  }
  let total = room.weigh(count, top, temperature);
  if (topP < 1) {
    const share = topP * total;
    const enough = (held: number) => held >= share;
    const end = shortestStart(room, count, { by: "weight", enough, front: true });
    count = end.last + 1;
    total = end.sum;
  }
  const target = Math.min(u, largestShare) * total;
  if (count === logits.length && topP >= 1) return Result.succeed(room.reaching(count, target));
  const enough = (reached: number) => reached > target;
  const { last } = shortestStart(room, count, { by: "weight", enough, front: false });
  return Result.succeed(room.ids[last]!);
}

/** Below the sum of all shares, in whatever order they are added: beyond it is no token. */
const largestShare = 1 - 2 ** -30;

/** Why there is no largest logit, if it is that. */
function noToken(logits: Float32Array | Float64Array, top: number): NoToken {
  const token = top === -Infinity ? -1 : logits.findIndex((value) => !(value < Infinity));
  return token >= 0
    ? new NoToken({ fault: { kind: "not finite", token, value: logits[token]! } })
    : new NoToken({ fault: { kind: "none left", tokens: logits.length } });
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
      ? `The logit of token ${fault.token} is ${fault.value}, ` +
        "expected a finite number; the weights may have diverged"
      : `No token is left to choose from: all ${fault.tokens} are banned or have probability 0`;
  }
}
