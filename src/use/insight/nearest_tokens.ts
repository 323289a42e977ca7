/** Tokens that a model takes for alike, by its embedding. */
import type { Values } from "../../model/model.ts";
import type { Model } from "../../model/model.ts";

/** The vector of every token: vocabulary × size, row by row. */
export interface TokenVectors {
  readonly size: number;
  readonly values: Float32Array | Float64Array;
}

/** The embedding's, or where there is none those of the output layer. */
export function tokenVectors(model: Model, weights: Values): TokenVectors {
  const key = model.embedding === undefined ? "output.weight" : "embedding.weight";
  const { columns } = model.parameters.find((parameter) => parameter.key === key)!;
  return { size: columns, values: weights.get(key)! };
}

export interface Neighbour {
  readonly token: number;
  /** Cosine of the angle between the two vectors, −1…1. */
  readonly cosine: number;
}

/**
 * The tokens whose vectors have the smallest angle to that of `token`, the nearest first.
 *
 * @param isNamed whether a token is one that can be shown
 */
export function nearestTokens(
  { size, values }: TokenVectors,
  token: number,
  most: number,
  isNamed: (token: number) => boolean,
): readonly Neighbour[] {
  const length = (at: number) => Math.sqrt(dot(values, at * size, at * size, size));
  const own = length(token);
  const nearest: Neighbour[] = [];
  for (let other = 0; other * size < values.length; other++) {
    if (other === token || !isNamed(other)) continue;
    const scale = own * length(other);
    const cosine = scale > 0 ? dot(values, token * size, other * size, size) / scale : 0;
    if (nearest.length === most && cosine <= nearest[most - 1]!.cosine) continue;
    const place = nearest.findIndex((one) => cosine > one.cosine);
    nearest.splice(place < 0 ? nearest.length : place, 0, { token: other, cosine });
    nearest.length = Math.min(nearest.length, most);
  }
  return nearest;
}

function dot(values: TokenVectors["values"], a: number, b: number, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += values[a + i]! * values[b + i]!;
  return sum;
}
