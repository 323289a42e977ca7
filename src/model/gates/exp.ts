import { type Gate, sameSize } from "./gate.ts";

/** eˣ */
export const exp: Gate = {
  name: "exp",
  arity: 1,
  size: sameSize,
  forward: ([x]) => x!.map(Math.exp),
  backward: (dy, _args, y) => [dy.map((d, i) => d * y[i]!)],
  kernel: {
    forward: { operation: "exp", operands: [0] },
    gradients: [{ operation: "multiply", operands: ["dy", "y"] }],
  },
};
