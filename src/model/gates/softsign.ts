import { type Gate, sameSize } from "./gate.ts";

/** x / (1 + |x|); its derivative is 1 / (1 + |x|)² = (1 − |y|)². */
export const softsign: Gate = {
  name: "softsign",
  arity: 1,
  size: sameSize,
  forward: ([x]) => x!.map((xi) => xi / (1 + Math.abs(xi))),
  backward: (dy, _args, y) => [dy.map((d, i) => d * (1 - Math.abs(y[i]!)) ** 2)],
  // The derivative is continuous at 0 but has a corner there, which differences see.
  kinks: ([x]) => x!.reduce((nearest, xi) => Math.min(nearest, Math.abs(xi)), Infinity),
  kernel: {
    forward: { operation: "softsign", operands: [0] },
    gradients: [{ operation: "softsignGradient", operands: ["dy", "y"] }],
  },
};
