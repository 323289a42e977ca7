/**
 * The tree-structured Parzen estimator (Bergstra et al., "Algorithms for Hyper-Parameter
 * Optimization", 2011) with the defaults of Optuna's sampler: each parameter by itself, from the
 * trials that had it, so conditions need no special treatment.
 */
import { key } from "../../base/random/key.ts";
import { uniform } from "../../base/random/uniform.ts";
import { choiceMixture } from "./choice_mixture.ts";
import type { Mixture } from "./mixture.ts";
import { assignEach, drawValue, parameterStream } from "./random_search.ts";
import { rangeMixture } from "./range_mixture.ts";
import type { Sample } from "./sample.ts";
import type { Parameter, Scalar } from "../space/space.ts";
import { splitTrials } from "./split_trials.ts";
import type { Trial } from "../trial.ts";

/** Trials with a result before the estimator begins; until then draws are random. */
const startupTrials = 10;

/** Candidates that are drawn for each value; the one with the best ratio is taken. */
const candidates = 24;

/** How many of n trials are "good": min(⌈0.1·n⌉, 25). */
export function goodTrials(n: number): number {
  return Math.min(Math.ceil(0.1 * n), 25);
}

/** Values by TPE from all other trials; the first ones are random. */
export const sampleTpe: Sample = ({ space, seed, goal, trial, history }) => {
  const { ranked, unranked } = splitTrials(history, goal);
  const good = ranked.slice(0, goodTrials(ranked.length)).sort(byNumber);
  const bad = [...ranked.slice(good.length), ...unranked].sort(byNumber);
  return assignEach(space, (parameter) => {
    const stream = parameterStream(seed, "tpe", parameter, trial);
    if (ranked.length < startupTrials) {
      return drawValue(parameter.domain, parameterStream(seed, "random", parameter, trial));
    }
    return estimate(parameter, valuesOf(parameter, good), valuesOf(parameter, bad), stream);
  });
};

const byNumber = (a: Trial, b: Trial) => a.number - b.number;

/** What the parameter was in those trials that had it and whose value the space still holds. */
function valuesOf({ path, domain }: Parameter, trials: readonly Trial[]): readonly Scalar[] {
  return trials.flatMap(({ values }) => {
    const value = Object.hasOwn(values, path) ? values[path] : undefined;
    if (value === undefined) return [];
    if ("values" in domain) return domain.values.includes(value) ? [value] : [];
    return typeof value === "number" && value >= domain.min && value <= domain.max ? [value] : [];
  });
}

function estimate(
  { domain }: Parameter,
  good: readonly Scalar[],
  bad: readonly Scalar[],
  stream: number,
): Scalar {
  if ("values" in domain) {
    const { values } = domain;
    const indices = (those: readonly Scalar[]) => those.map((value) => values.indexOf(value));
    const mixture = (those: readonly Scalar[]) => choiceMixture(indices(those), values.length);
    return values[bestCandidate(mixture(good), mixture(bad), stream)]!;
  }
  if (domain.min === domain.max) return domain.min;
  const mixture = (those: readonly Scalar[]) => rangeMixture(those as readonly number[], domain);
  return bestCandidate(mixture(good), mixture(bad), stream);
}

/** Of the candidates drawn from `good` the first with the greatest ratio of good to bad. */
function bestCandidate(good: Mixture<number>, bad: Mixture<number>, stream: number): number {
  let best = 0;
  let greatest = -Infinity;
  for (let candidate = 0; candidate < candidates; candidate++) {
    const draws = key(stream, "candidate", candidate);
    const value = good.sample((index) => uniform(draws, index));
    const ratio = good.logLikelihood(value) - bad.logLikelihood(value);
    if (candidate === 0 || ratio > greatest) {
      best = value;
      greatest = ratio;
    }
  }
  return best;
}
