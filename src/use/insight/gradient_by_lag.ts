/** How far back in time the loss of a token reaches, in a trained model. */
import { stateGradients } from "../../compute/reference/backward.ts";
import { forwardRow } from "../../compute/reference/forward.ts";
import type { Network } from "../../compute/reference/network.ts";
import { initialStates } from "../../compute/reference/states.ts";
import type { Slices } from "../../base/slices.ts";

/** Steps that are gone back at most. */
export const longestLag = 64;

/** Losses of which the mean is taken at most. */
const most = 16;

/** By layer, the norm of the gradient by its lag, from 1. */
export type LagNorms = readonly (readonly number[])[];

/**
 * The norm of ∂Lₜ ∕ ∂hₜ₋ₖ by lag k, hₜ₋ₖ all states of a layer after step t − k: the gradient that
 * backpropagation through time, not truncated, brings to a state from the loss of one token k steps
 * later. The geometric mean over tokens spread over the text, as far back as half of them have steps
 * before them.
 */
export function* gradientByLag(
  network: Network,
  rows: readonly Int32Array[],
): Slices<LagNorms> {
  const count = rows.reduce((sum, row) => sum + piecesOf(row).length, 0);
  const stride = Math.max(1, Math.ceil(count / most));
  const sums = network.layers.map(() => new Float64Array(longestLag));
  const counts = new Float64Array(longestLag);
  let number = 0;
  for (const row of rows) {
    let states = initialStates(network);
    for (const piece of piecesOf(row)) {
      const read = forwardRow(network, piece, states, () => undefined);
      states = read.states;
      yield;
      if (number++ % stride > 0) continue;
      let lag = 0;
      for (const layers of stateGradients(network, read.steps.slice(0, -1), piece.at(-1)!)) {
        layers.forEach((gradients, l) =>
          sums[l]![lag]! += Math.log(Math.max(normOf(gradients), 1e-300))
        );
        counts[lag++]!++;
        yield;
      }
    }
  }
  const known = counts.findIndex((count) => count === 0 || count * 2 < counts[0]!);
  return sums.map((layer) =>
    [...layer.subarray(0, known < 0 ? longestLag : known)].map((sum, lag) =>
      Math.exp(sum / counts[lag]!)
    )
  );
}

/** Pieces of a row as long as can be gone back, of which the last token is predicted; a short row is one. */
function piecesOf(row: Int32Array): readonly Int32Array[] {
  if (row.length < 2) return [];
  const length = longestLag + 1;
  const count = Math.max(1, Math.floor(row.length / length));
  return Array.from({ length: count }, (_, i) => row.subarray(i * length, (i + 1) * length));
}

function normOf(gradients: readonly (Float64Array | undefined)[]): number {
  let squares = 0;
  for (const gradient of gradients) {
    for (const value of gradient ?? []) squares += value * value;
  }
  return Math.sqrt(squares);
}
