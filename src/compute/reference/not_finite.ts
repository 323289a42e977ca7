/** Numbers that are not finite as the engine's precision holds them. */
import type { Values } from "../../model/model.ts";

/** Rounds a number to the engine's precision. */
export type Round = (x: number) => number;

/** The first of some values, rounded. */
export const wrongIn = (
  values: Float32Array | Float64Array,
  round: Round,
): number | undefined => {
  for (const value of values) if (!Number.isFinite(round(value))) return round(value);
  return undefined;
};

/** The first in an array of the model, with the key of that. */
export const firstWrong = (values: Values, round: Round) => {
  for (const [key, array] of values) {
    const value = wrongIn(array, round);
    if (value !== undefined) return { key, value };
  }
  return undefined;
};
