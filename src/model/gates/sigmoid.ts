import { type Gate, sameSize } from "./gate.ts";

/** 1 / (1 + e⁻ˣ) */
export const sigmoid: Gate = {
  name: "sigmoid",
  arity: 1,
  size: sameSize,
  forward: ([x]) => x!.map((xi) => 1 / (1 + Math.exp(-xi))),
  backward: (dy, _args, y) => [dy.map((d, i) => d * (1 - y[i]!) * y[i]!)],
  kernel: {
    forward: { operation: "sigmoid", operands: [0] },
    gradients: [{ operation: "sigmoidGradient", operands: ["dy", "y"] }],
  },
};
