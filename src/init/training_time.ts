/** How long a training takes, about. */
import type { Model } from "../model/model.ts";

/** Share of the products' speed that a whole step has, and so much work beside them. */
const share = 0.4;

/**
 * Seconds of training, from the products alone: each parameter of a matrix is multiplied and added once
 * forward and twice backward for each token.
 *
 * @param speed GFLOP/s of one thread's products
 */
export function trainingSeconds(
  { parameters }: Pick<Model, "parameters">,
  { tokens, speed, threads }: {
    readonly tokens: number;
    readonly speed: number;
    readonly threads: number;
  },
): number {
  const multiplied = parameters
    .filter(({ key, rows, columns }) => !key.startsWith("embedding") && rows > 1 && columns > 1)
    .reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  return tokens * multiplied * 6 / (speed * 1e9 * threads * share);
}
