import { equalSizes, type Gate } from "./gate.ts";

/** a ⊙ b, element by element. */
export const hadamard: Gate = {
  name: "hadamard",
  arity: 2,
  size: equalSizes,
  forward: ([a, b]) => a!.map((ai, i) => ai * b![i]!),
  backward: (dy, [a, b]) => [dy.map((d, i) => d * b![i]!), dy.map((d, i) => d * a![i]!)],
  kernel: {
    forward: { operation: "multiply", operands: [0, 1] },
    gradients: [
      { operation: "multiply", operands: ["dy", 1] },
      { operation: "multiply", operands: ["dy", 0] },
    ],
  },
};
