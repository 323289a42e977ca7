import { softmax } from "./softmax.ts";

/**
 * Softmax and cross-entropy in one gate, over the logits x of one token and the next token y, as in
 * the tutorial: the gradient of both together is just the probabilities less one at y.
 */
export const softmaxCrossEntropy = {
  name: "softmax_cross_entropy",

  /** Probabilities of every token. */
  predict: (x: Float64Array): Float64Array => softmax.forward([x], [], noContext),

  /** −log p(y) in nats, as logsumexp(x) − x[y], which is finite however small p is. */
  loss(x: Float64Array, y: number): number {
    return logSumExp(x) - x[y]!;
  },

  /** Gradient of the loss by x: probabilities less one-hot(y). */
  diff(x: Float64Array, y: number): Float64Array {
    const probs = softmaxCrossEntropy.predict(x);
    probs[y]! -= 1;
    return probs;
  },

  /** Log-probabilities of every token. */
  logPredict(x: Float64Array): Float64Array {
    const total = logSumExp(x);
    return x.map((xi) => xi - total);
  },
};

const noContext = { rowKey: undefined, salt: 0 };

/** log Σ eˣ */
const logSumExp = (x: Float64Array): number => {
  const largest = x.reduce((a, b) => Math.max(a, b), -Infinity);
  return largest + Math.log(x.reduce((sum, xi) => sum + Math.exp(xi - largest), 0));
};
