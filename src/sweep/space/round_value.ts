/** Rounds numbers so that they are short enough to read and type. */
import type { Range } from "./space.ts";

/** Digits that tell apart a million values of a range. */
const digits = 6;

/**
 * A number of a range with about six significant digits, more where the range is narrow for its
 * size. It also hides the last bits, in which runtimes' logarithms differ.
 */
export function roundValue(value: number, { min, max, scale }: Range): number {
  const size = Math.max(Math.abs(min), Math.abs(max));
  const narrow = scale === "log"
    ? Math.log10(1 / Math.min(1, Math.log(max / min) || 1))
    : Math.log10(size / (max - min) || 1);
  const rounded = Number(value.toPrecision(Math.min(17, digits + Math.ceil(Math.max(0, narrow)))));
  return Math.min(max, Math.max(min, rounded));
}
