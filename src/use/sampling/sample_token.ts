import { Result, Schema } from "effect";
import { RunError } from "../../base/errors.ts";
import type { Candidates } from "./candidates.ts";
import type { Sampling } from "./sampling.ts";
import { shortestStart } from "./shortest_start.ts";

/**
 * Chooses a token id. Banned tokens go first, then temperature, top-k and top-p in this order; the
 * rest is ranked (likeliest first, equal ones by id), and `u`, a uniform random number in [0, 1),
 * selects a token by cumulative probability. Temperature 0 takes the first of the ranking whatever
 * `u` is. Source of top-p: Holtzman et al., The Curious Case of Neural Text Degeneration, 2020.
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
  const taken = takeAllowed(logits, room);
  if (Result.isFailure(taken)) return Result.fail(taken.failure);
  let { count } = taken.success;
  const { first } = taken.success;
  if (temperature === 0) return Result.succeed(room.ids[first]!);
  const top = room.logits[first]!;
  if (topK < count) count = shortestStart(room, count, "count", (held) => held >= topK).length;
  let total = room.weigh(count, top, temperature);
  if (topP < 1) {
    const share = topP * total;
    ({ length: count, sum: total } = shortestStart(room, count, "weight", (sum) => sum >= share));
  }
  const target = Math.min(u, largestShare) * total;
  const { length } = shortestStart(room, count, "weight", (sum) => sum > target);
  return Result.succeed(room.ids[length - 1]!);
}

/** Below the sum of all shares, in whatever order they are added: beyond it is no token. */
const largestShare = 1 - 2 ** -30;

interface Allowed {
  /** How many candidates there are, 1 at least. */
  readonly count: number;
  /** Place of the likeliest, the first of equal ones. */
  readonly first: number;
}

/** Candidates are all tokens that are possible and not banned. */
function takeAllowed(
  logits: Float32Array | Float64Array,
  { banned, ids, logits: allowed }: Candidates,
): Result.Result<Allowed, NoToken> {
  let count = 0, first = 0, top = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const value = logits[id]!;
    if (!(value < Infinity)) {
      return Result.fail(new NoToken({ fault: { kind: "not finite", token: id, value } }));
    }
    if (value === -Infinity || banned[id] === 1) continue;
    if (value > top) {
      top = value;
      first = count;
    }
    ids[count] = id;
    allowed[count++] = value;
  }
  if (count > 0) return Result.succeed({ count, first });
  return Result.fail(new NoToken({ fault: { kind: "none left", tokens: logits.length } }));
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
