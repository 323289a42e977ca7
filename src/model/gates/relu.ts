import { type Gate, sameSize } from "./gate.ts";

/** max(x, 0); the derivative at 0 is taken as 0. */
export const relu: Gate = {
  name: "relu",
  arity: 1,
  size: sameSize,
  forward: ([x]) => x!.map((xi) => Math.max(xi, 0)),
  backward: (dy, _args, y) => [dy.map((d, i) => (y[i]! > 0 ? d : 0))],
  kinks: ([x]) => x!.reduce((nearest, xi) => Math.min(nearest, Math.abs(xi)), Infinity),
  kernel: {
    forward: { operation: "relu", operands: [0] },
    gradients: [{ operation: "reluGradient", operands: ["dy", "y"] }],
  },
};
