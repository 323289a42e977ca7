import { bits } from "./bits.ts";

/**
 * A whole number in 0…bound−1 (bound up to 2³²), every one equally likely: words of the last,
 * incomplete round of `bound` are drawn again, under another salt.
 */
export function below(key: number, index: number, bound: number): number {
  const rounds = 0x100000000 - 0x100000000 % bound;
  for (let salt = 0;; salt++) {
    const word = bits(key, salt, index);
    if (word < rounds) return word % bound;
  }
}
