import { bits } from "./bits.ts";

/** Random number `index` of the stream of a key: a multiple of 2⁻⁵³ in 0 ≤ u < 1. */
export function uniform(key: number, index: number): number {
  const high = bits(key, 0, index) >>> 5; // 27 bits
  const low = bits(key, 1, index) >>> 6; // 26 bits
  return (high * 0x4000000 + low) / 0x20000000000000;
}
