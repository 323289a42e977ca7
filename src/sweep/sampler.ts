/** Where a trial's values come from. */
import { Context } from "effect";
import type { Assignment, Space } from "./space.ts";
import type { Goal, TrialHistory } from "./trial.ts";

/** Everything that a trial's values depend on. */
export interface SamplingRequest {
  readonly space: Space;
  /** Seed of the sweep. */
  readonly seed: number;
  readonly goal: Goal;
  /** Number of the trial that values are wanted for. */
  readonly trial: number;
  /** The other trials, in the order of their numbers. */
  readonly history: TrialHistory;
}

/** A pure function; `exhausted` when every combination has been given. */
export type Sample = (request: SamplingRequest) => Assignment | "exhausted";

/** The sampler of a sweep: grid, random or TPE. */
export class Sampler extends Context.Service<Sampler, {
  readonly kind: "grid" | "random" | "tpe";
  readonly sample: Sample;
}>()("unroll/sweep/Sampler") {}
