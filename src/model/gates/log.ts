import { type Gate, sameSize } from "./gate.ts";

/** Natural logarithm; NaN for a negative element, −∞ for 0. */
export const log: Gate = {
  name: "log",
  arity: 1,
  size: sameSize,
  forward: ([x]) => x!.map(Math.log),
  backward: (dy, [x]) => [dy.map((d, i) => d / x![i]!)],
  kernel: {
    forward: { operation: "log", operands: [0] },
    gradients: [{ operation: "divide", operands: ["dy", 0] }],
  },
};
