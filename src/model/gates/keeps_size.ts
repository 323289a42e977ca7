import type { Gate } from "./gate.ts";

/** Lengths that a shape rule is asked about. */
const probes = [1, 2, 3, 5, 8, 64, 100];

/**
 * Whether a gate takes vectors of any one length and returns a vector of that length. This is
 * tested with some lengths, and unequal lengths must be refused. If so, a length known on one side
 * is known on the other. Throws what the rule throws.
 */
export function keepsSize({ arity, size }: Pick<Gate, "arity" | "size">): boolean {
  if (arity === "many") return false;
  return probes.every((length) => {
    const equal = Array.from({ length: arity }, () => length);
    const odd = (at: number) => equal.map((same, i) => (i === at ? same + 1 : same));
    return size(equal, []) === length &&
      (arity === 1 || equal.every((_, i) => typeof size(odd(i), []) === "string"));
  });
}
