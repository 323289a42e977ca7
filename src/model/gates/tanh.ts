import { type Gate, sameSize } from "./gate.ts";

/** tanh x */
export const tanh: Gate = {
  name: "tanh",
  arity: 1,
  size: sameSize,
  forward: ([x]) => x!.map(Math.tanh),
  backward: (dy, _args, y) => [dy.map((d, i) => d * (1 - y[i]! ** 2))],
  kernel: {
    forward: { operation: "tanh", operands: [0] },
    gradients: [{ operation: "tanhGradient", operands: ["dy", "y"] }],
  },
};
