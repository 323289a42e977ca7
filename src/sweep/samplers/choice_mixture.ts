/** TPE's distribution over listed values. */
import { type Mixture, mixtureWeights, pick } from "./mixture.ts";

/**
 * A mixture over indices 0…count−1: each observation gives its index 1 and every index the prior's
 * share 1/(n + 1), scaled to a sum of 1; the prior itself is even. As Optuna's.
 *
 * @param observed indices of the values that trials had, from the first to the last trial
 */
export function choiceMixture(observed: readonly number[], count: number): Mixture<number> {
  const prior = 1 / (observed.length + 1);
  const kernel = 1 + count * prior; // what an observation's weights sum to
  const weights = mixtureWeights(observed.length);
  const shares = new Array<number>(count).fill(weights.at(-1)! / count);
  for (const [i, index] of observed.entries()) {
    for (let choice = 0; choice < count; choice++) {
      shares[choice]! += weights[i]! * (prior + (choice === index ? 1 : 0)) / kernel;
    }
  }
  return {
    sample: (u) => pick(shares, u(0)),
    logLikelihood: (index) => Math.log(shares[index]!),
  };
}
