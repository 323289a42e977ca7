import { bits } from "./bits.ts";

/**
 * A whole number in 0…bound−1 (bound up to 2³²), all equally likely: a word in the last, incomplete
 * round of `bound` is drawn again, with another salt.
 */
export function below(key: number, index: number, bound: number): number {
  const rounds = 0x100000000 - 0x100000000 % bound;
  for (let salt = 0;; salt++) {
    const word = bits(key, salt, index);
    if (word < rounds) return word % bound;
  }
}
