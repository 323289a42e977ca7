import { log } from "../../kernels/math.ts";
import type { Candidates } from "./candidates.ts";

/**
 * log Σ exp(logit): what a token's logit must lose to be its log-probability, in nats. Overwrites
 * `room`; no token is left out.
 */
export function logSumExp(logits: Float32Array | Float64Array, room: Candidates): number {
  let top = -Infinity;
  for (let id = 0; id < logits.length; id++) top = Math.max(top, logits[id]!);
  room.logits.set(logits);
  return top + log(room.weigh(logits.length, top, 1));
}
