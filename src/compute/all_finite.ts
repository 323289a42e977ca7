import type { Values } from "../model/model.ts";

/**
 * Whether every value is finite. It takes a nanosecond per value, so every checkpoint can be
 * checked.
 */
export function allFinite(values: Values): boolean {
  for (const array of values.values()) {
    for (let i = 0; i < array.length; i++) {
      // Infinity and NaN less themselves are NaN.
      if (array[i]! - array[i]! !== 0) return false;
    }
  }
  return true;
}
