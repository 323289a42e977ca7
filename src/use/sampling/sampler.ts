import type { Result } from "effect";
import type { RunError } from "../../base/errors.ts";
import { key } from "../../base/random/key.ts";
import { uniform } from "../../base/random/uniform.ts";
import { sampleToken } from "./sample_token.ts";
import type { Sampling } from "./sampling.ts";

/**
 * Sampling with its random numbers: the token at a position depends on the seed, the position and
 * the log-probabilities only, never on what was drawn before.
 */
export function sampler(
  sampling: Sampling,
  seed: number,
): (logProbabilities: Float64Array, position: number) => Result.Result<number, RunError> {
  const purpose = key(seed, "sample");
  return (logProbabilities, position) =>
    sampleToken(logProbabilities, sampling, uniform(purpose, position));
}
