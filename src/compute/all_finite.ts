import type { Values } from "../model/model.ts";

/** Whether every value is finite: a nanosecond each, for models whose every checkpoint is looked at. */
export function allFinite(values: Values): boolean {
  for (const array of values.values()) {
    for (let i = 0; i < array.length; i++) {
      // Infinity and NaN less themselves are NaN.
      if (array[i]! - array[i]! !== 0) return false;
    }
  }
  return true;
}
