/** The values of a range that has a step. */
import type { Range } from "./space.ts";

/** How far from a whole number of steps a range may be, for steps such as 0.1. */
const tolerance = 1e-9;

/** Most values that steps may leave of a range: lists of them are made. */
export const stepLimit = 100_000;

/** Whether a whole number of steps leads from `min` to `max`. */
export function stepFits({ min, max }: Range, step: number): boolean {
  const steps = (max - min) / step;
  return Math.abs(steps - Math.round(steps)) <= tolerance * Math.max(1, steps);
}

/** Number of values of a range with this step. */
export function stepCount({ min, max }: Range, step: number): number {
  return Math.floor((max - min) / step * (1 + tolerance) + tolerance) + 1;
}

/** Value `index` (0 is `min`), without the last digits that sums of fractions leave. */
export function stepValue({ min }: Range, step: number, index: number): number {
  return Number((min + index * step).toPrecision(12));
}
