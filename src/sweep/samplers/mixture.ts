/** Mixtures of distributions of one parameter: what TPE builds from trials and compares. */

/** A distribution over the values of one parameter. */
export interface Mixture<Value> {
  /** Draws by random numbers `u(0), u(1), …`, each uniform in 0 ≤ u < 1. */
  readonly sample: (u: (index: number) => number) => Value;
  /** Logarithm of a value's probability, or of its density. */
  readonly logLikelihood: (value: Value) => number;
}

/**
 * Weights of n trials from the first to the last: the newest 25 count fully, older ones the less
 * the older they are, as Optuna's do.
 */
export function trialWeights(n: number): number[] {
  const full = 25;
  const ramp = n - full;
  return Array.from(
    { length: n },
    (_, i) => i >= ramp ? 1 : ramp === 1 ? 1 / n : 1 / n + (1 - 1 / n) * i / (ramp - 1),
  );
}

/** The weights of n trials and the prior's, which is 1, as shares of their sum. */
export function mixtureWeights(n: number): number[] {
  const weights = [...trialWeights(n), 1];
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The index that a uniform number falls on when 0…1 is cut into shares. */
export function pick(shares: readonly number[], u: number): number {
  let rest = u;
  for (const [index, share] of shares.entries()) {
    rest -= share;
    if (rest < 0) return index;
  }
  return shares.length - 1;
}

/** log Σ exp(xᵢ), without overflow. */
export function logSumExp(terms: readonly number[]): number {
  const most = terms.reduce((a, b) => Math.max(a, b), -Infinity);
  if (most === -Infinity) return most;
  return most + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - most), 0));
}
