/** Repeating a trial with several seeds. */

/** Seeds of a trial's runs: the experiment's own first, then the numbers after it, modulo 2³². */
export function repeatSeeds(seed: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => (seed + i) % 0x100000000);
}

/** A trial's objective over its seeds. */
export interface Repeated {
  readonly mean: number;
  /** Sample standard deviation (n − 1); 0 for one value. */
  readonly spread: number;
}

/** Mean and spread of at least one value, summed in their order. */
export function meanAndSpread(values: readonly number[]): Repeated {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: n < 2 ? 0 : Math.sqrt(squares / (n - 1)) };
}
