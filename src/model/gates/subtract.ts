import { equalSizes, type Gate } from "./gate.ts";

/** a − b */
export const subtract: Gate = {
  name: "subtract",
  arity: 2,
  size: equalSizes,
  forward: ([a, b]) => a!.map((ai, i) => ai - b![i]!),
  backward: (dy) => [dy, dy.map((d) => -d)],
  kernel: {
    forward: { operation: "subtract", operands: [0, 1] },
    gradients: [
      { operation: "copy", operands: ["dy"] },
      { operation: "affine", operands: ["dy"], constants: () => [-1, 0] },
    ],
  },
};
