import type { Result } from "effect";
import type { RunError } from "../../base/errors.ts";
import { key } from "../../base/random/key.ts";
import { uniform } from "../../base/random/uniform.ts";
import { type Candidates, makeCandidates } from "./candidates.ts";
import { logSumExp } from "./log_sum_exp.ts";
import { sampleToken } from "./sample_token.ts";
import type { Sampling } from "./sampling.ts";

/** Logits of a model, in nats: length vocabulary, not normalized. */
type Logits = Float32Array | Float64Array;

export interface Sampler {
  /** Draws the token at a position of a sample; both count from 0. */
  readonly draw: (
    logits: Logits,
    position: number,
    sample: number,
  ) => Result.Result<number, RunError>;
  /**
   * What the model gives a token: its log-probability among all tokens, in nats, whatever the
   * temperature.
   */
  readonly logProbability: (logits: Logits, token: number) => number;
}

/** Room for the tokens to draw from, and for all of them; samplers that take turns can share it. */
export interface SamplerRoom {
  readonly drawn: Candidates;
  readonly all: Candidates;
}

export const samplerRoom = (vocabulary: number, banned: Sampling["banned"]): SamplerRoom => ({
  drawn: makeCandidates(vocabulary, banned),
  all: makeCandidates(vocabulary, new Set()),
});

/**
 * Sampling with its random numbers. The token at a position depends on the seed, the number of the
 * sample, the position and the logits only, never on what was drawn before or beside it.
 *
 * @param room with what the sampling bans
 */
export function makeSampler(
  sampling: Sampling,
  vocabulary: number,
  seed: number,
  room: SamplerRoom = samplerRoom(vocabulary, sampling.banned),
): Sampler {
  // Sample 0 has the numbers of a text that is asked for alone.
  const streamOf = (sample: number) => key(seed, "sample", ...(sample === 0 ? [] : [sample]));
  return {
    draw: (logits, position, sample) =>
      sampleToken(logits, sampling, uniform(streamOf(sample), position), room.drawn),
    logProbability: (logits, token) => logits[token]! - logSumExp(logits, room.all),
  };
}
