/**
 * A loss that has exploded although it is finite. A uniform guess costs the logarithm of the
 * vocabulary; if the loss stays at ten times that, step after step, nothing is learned. A few such
 * steps mean nothing: a high learning rate may start like this and recover.
 */

/** Bound on the loss as a multiple of a uniform guess's. */
export const explosionFactor = 10;

/** Steps in a row beyond the bound that are a divergence, in a training of so many steps. */
export const mostExploded = (totalSteps: number): number =>
  Math.min(100, Math.max(1, Math.ceil(totalSteps / 4)));

/**
 * Steps in a row beyond the bound, the last one included.
 *
 * @param before how many they were before that step
 * @param loss of the step, in nats per token
 * @param guess loss of a uniform guess, in nats per token
 */
export const countExploded = (before: number, loss: number, guess: number): number =>
  loss > explosionFactor * guess ? before + 1 : 0;

/** What was seen, in words. */
export const describeExplosion = (steps: number, guess: number): string =>
  `loss is over ${
    Number((explosionFactor * guess).toPrecision(4))
  }, ten times that of a uniform guess, ` +
  `for ${steps === 1 ? "a whole step" : `${steps} steps in a row`}`;
