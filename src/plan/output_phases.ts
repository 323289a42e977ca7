/** The output layer: logits, softmax with cross-entropy, and the gradients of both operands. */
import { logitsBlock, softmaxRows, sourceRows } from "./cuts.ts";
import type { Environment } from "./environment.ts";
import { computeGradient } from "./gradient_job.ts";
import { boundTokens, type Phase, stepScalar } from "./phase.ts";
import { multiply } from "./multiply.ts";

/** Logits = output · Wᵀ + bias: a piece is a block of tokens by a block of words. */
export const logits: Phase = {
  name: "logits",
  pieces: (env) => {
    const { vocabulary } = env.plan;
    const { rows, columns } = logitsBlock(boundTokens(env), vocabulary);
    return Math.ceil(boundTokens(env) / rows) * Math.ceil(vocabulary / columns);
  },
  run: (env, piece) => {
    const { vocabulary, output } = env.plan;
    const tokens = boundTokens(env);
    const block = logitsBlock(tokens, vocabulary);
    const across = Math.ceil(vocabulary / block.columns);
    const row = Math.floor(piece / across) * block.rows;
    const column = (piece % across) * block.columns;
    const rows = Math.min(block.rows, tokens - row);
    const columns = Math.min(block.columns, vocabulary - column);
    const to = output.logits + 4 * (row * vocabulary + column);
    if (output.bias !== 0) {
      env.kernels.fillRows(to, rows, columns, vocabulary, output.bias + 4 * column, 0);
    }
    const { weight, source } = output;
    const packed = weight.packedForward;
    const words = {
      ...weight,
      rows: columns,
      pointer: weight.pointer + 4 * column * weight.columns,
      packedForward: packed === 0 ? 0 : packed + 4 * column * weight.columns,
    };
    const from = source.base + 4 * row * source.ld;
    const beta = output.bias === 0 ? 0 : 1;
    multiply(env, words, "forward", rows, from, source.ld, beta, to, vocabulary);
  },
};

const softmax = (gradient: 0 | 1): Phase => ({
  name: "softmax",
  pieces: (env) => Math.ceil(boundTokens(env) / softmaxRows(env.plan.vocabulary)),
  run: (env, piece) => {
    const { vocabulary, output, binding } = env.plan;
    const most = softmaxRows(vocabulary);
    const row = piece * most;
    env.kernels.softmaxLoss(
      output.logits + 4 * row * vocabulary,
      Math.min(most, boundTokens(env) - row),
      vocabulary,
      binding + 4 * (env.layout.targets + row),
      stepScalar(env, "lossScale"),
      output.losses + 4 * row,
      gradient,
    );
  },
});
/** Cross-entropy of each token, and the logits' gradient in their place. */
export const softmaxGradient = softmax(1);
/** Cross-entropy of each token; the logits stay. */
export const softmaxLoss = softmax(0);

const sourcePieces = (env: Environment) =>
  Math.ceil(boundTokens(env) / sourceRows(boundTokens(env)));

/** Gradients of the output layer's source (blocks of tokens), its weight and bias (blocks of words). */
export const outputGradient: Phase = {
  name: "output gradient",
  pieces: (env) => sourcePieces(env) + env.plan.outputGradients.length,
  run: (env, piece) => {
    const first = sourcePieces(env);
    if (piece >= first) return computeGradient(env, piece - first);
    const { vocabulary, output } = env.plan;
    const most = sourceRows(boundTokens(env));
    const row = piece * most;
    const rows = Math.min(most, boundTokens(env) - row);
    const { gradient, logits, weight } = output;
    const to = gradient.base + 4 * row * gradient.ld;
    const from = logits + 4 * row * vocabulary;
    multiply(env, weight, "backward", rows, from, vocabulary, 0, to, gradient.ld);
  },
};
