import { log } from "../../kernels/math.ts";
import type { Candidates } from "./candidates.ts";

/**
 * log Σ exp(logit): what a token's logit must lose to be its log-probability, in nats.
 *
 * @param room overwritten; none of its tokens is banned
 */
export function logSumExp(logits: Float32Array | Float64Array, room: Candidates): number {
  const top = room.take(logits);
  return top + log(room.weigh(logits.length, top, 1));
}
