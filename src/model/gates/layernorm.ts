import { type Gate, sameSize } from "./gate.ts";

/** Added to the variance, as PyTorch's `torch.nn.LayerNorm` does by default. */
export const layernormEpsilon = 1e-5;

const mean = (x: Float64Array): number => x.reduce((a, b) => a + b, 0) / x.length;

const moments = (x: Float64Array, epsilon: number) => {
  const m = mean(x);
  return { mean: m, rstd: 1 / Math.sqrt(mean(x.map((xi) => (xi - m) ** 2)) + epsilon) };
};

/**
 * (x − mean) / √(variance + ε) over the vector, biased variance, no parameters of its own (write
 * `g * layernorm(…) + b` for them); settings: [ε]. Ba et al., Layer Normalization, 2016.
 */
export const layernorm: Gate = {
  name: "layernorm",
  arity: 1,
  size: sameSize,
  forward: ([x], [epsilon]) => {
    const { mean, rstd } = moments(x!, epsilon!);
    return x!.map((xi) => (xi - mean) * rstd);
  },
  backward: (dy, [x], y, [epsilon]) => {
    const { rstd } = moments(x!, epsilon!);
    const meanDy = mean(dy);
    const meanDyY = mean(dy.map((d, i) => d * y[i]!));
    return [dy.map((d, i) => rstd * (d - meanDy - y[i]! * meanDyY))];
  },
  // Where the variance is small the derivative changes fast, over lengths of this order.
  kinks: ([x]) => 1 / moments(x!, layernormEpsilon).rstd,
  kernel: {
    forward: { operation: "layernorm", operands: [0], constants: ([epsilon]) => [epsilon!, 0] },
    gradients: [{
      operation: "layernormGradient",
      operands: ["dy", "y", 0],
      constants: ([epsilon]) => [epsilon!, 0],
    }],
  },
};
