import { bits } from "./bits.ts";

/**
 * The smallest word that dropout at this rate (0 ≤ rate < 1) keeps. The rate is rounded to float32
 * first, as the kernels know it.
 */
export function dropoutThreshold(rate: number): number {
  return Math.ceil(Math.fround(rate) * 0x100000000);
}

/** Whether dropout keeps the element of a column, in the row of this key. */
export function dropoutKeeps(
  rowKey: number,
  salt: number,
  column: number,
  threshold: number,
): boolean {
  return bits(rowKey, salt, column) >= threshold;
}
