import { below } from "./below.ts";

/** The numbers 0…n−1 in the random order that belongs to a key (Fisher and Yates's shuffle). */
export function permutation(key: number, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = below(key, i, i + 1);
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
  }
  return order;
}
