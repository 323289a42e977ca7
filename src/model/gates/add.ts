import { equalSizes, type Gate } from "./gate.ts";

/** a + b */
export const add: Gate = {
  name: "add",
  arity: 2,
  size: equalSizes,
  forward: ([a, b]) => a!.map((ai, i) => ai + b![i]!),
  backward: (dy) => [dy, dy],
  kernel: {
    forward: { operation: "add", operands: [0, 1] },
    gradients: [{ operation: "copy", operands: ["dy"] }, { operation: "copy", operands: ["dy"] }],
  },
};
