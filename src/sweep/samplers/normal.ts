/** The normal distribution, in float64. */

const half = Math.SQRT1_2;
const factor = 2 / Math.sqrt(Math.PI);

/** From here on erfc(x) is less than a float64 can add to 1. */
const far = 6;

/**
 * Error function: e^(−x²)·2/√π·Σ 2ⁿx^(2n+1)/(2n+1)!!, whose terms are all of one sign (Abramowitz
 * and Stegun 7.1.6); absolute error about 1e-15.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size >= far) return Math.sign(x);
  let term = size;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= 2 * size * size / (2 * n + 1);
    sum += term;
  }
  return Math.sign(x) * factor * Math.exp(-size * size) * sum;
}

/** Probability that a standard normal number lies between `low` and `high`, low ≤ high. */
export function normalMass(low: number, high: number): number {
  return (erf(high * half) - erf(low * half)) / 2;
}

/** Logarithm of the density of the standard normal distribution. */
export function logNormalDensity(z: number): number {
  return -0.5 * (z * z + Math.log(2 * Math.PI));
}
