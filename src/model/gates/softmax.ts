import { type Gate, sameSize } from "./gate.ts";

/** eˣ / Σ eˣ, computed from x − max x so that no power overflows. */
export const softmax: Gate = {
  name: "softmax",
  arity: 1,
  size: sameSize,
  forward: ([x]) => {
    const largest = x!.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = x!.map((xi) => Math.exp(xi - largest));
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((p) => p / sum);
  },
  backward: (dy, _args, y) => {
    const dot = dy.reduce((sum, d, i) => sum + d * y[i]!, 0);
    return [dy.map((d, i) => y[i]! * (d - dot))];
  },
  kernel: {
    forward: { operation: "softmax", operands: [0] },
    gradients: [{ operation: "softmaxGradient", operands: ["dy", "y"] }],
  },
};
