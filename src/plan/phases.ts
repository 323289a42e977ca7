/**
 * A step as a few phases, each a number of pieces that any worker may take; all pieces of a phase
 * end before the next phase starts. How a phase is cut depends on the batch's shape only, so the
 * bits do not depend on the number of workers.
 */
import { blockElements, floats, floatWords } from "./control.ts";
import { type Environment, readHeader, readPiece } from "./environment.ts";
import { tableRows } from "./gradients.ts";
import type { GradientJob } from "./plan.ts";
import { multiply, runStack } from "./run_stack.ts";

export interface Phase {
  readonly name: string;
  readonly pieces: (env: Environment) => number;
  readonly run: (env: Environment, piece: number) => void;
}

/** Token rows of a piece of the output layer. */
const outputRows = 64;
/** Words of a piece of the output layer's product. */
const outputColumns = 1024;
/** Token rows of a piece of the softmax. */
const softmaxRows = 16;
/** Panels of a packed weight that one piece packs. */
const packPanels = 16;

const tokens = (env: Environment) => readHeader(env, "tokens");
const blocks = (env: Environment) => Math.ceil(env.plan.parameterElements / blockElements);
const scalar = (env: Environment, word: keyof typeof floats) =>
  env.float32[(env.plan.control >> 2) + floatWords + floats[word]]!;

const packPieces = ({ plan, product }: Environment) =>
  plan.packs.flatMap(({ weight, form }) => {
    const forward = form === "forward";
    const n = forward ? weight.rows : weight.columns;
    const count = Math.ceil(product.panels(n) / packPanels);
    return Array.from({ length: count }, (_, index) => ({ weight, forward, n, index }));
  });
const packPlans = new WeakMap<Environment, ReturnType<typeof packPieces>>();
const packsOf = (env: Environment) => {
  const known = packPlans.get(env) ?? packPieces(env);
  packPlans.set(env, known);
  return known;
};

/** Weights into their packed forms; parameter vectors into the sums that products start from. */
export const prepare: Phase = {
  name: "prepare",
  pieces: (env) => 1 + packsOf(env).length,
  run: (env, piece) => {
    if (piece === 0) return sumBiases(env);
    const { weight, forward, n, index } = packsOf(env)[piece - 1]!;
    const k = forward ? weight.columns : weight.rows;
    const packed = forward ? weight.packedForward : weight.packedBackward;
    const last = Math.min(env.product.panels(n), (index + 1) * packPanels);
    env.product.pack(
      forward,
      k,
      n,
      weight.pointer,
      weight.columns,
      packed,
      index * packPanels,
      last,
    );
  },
};

const sumBiases = ({ plan, kernels }: Environment): void => {
  for (const { destination, columns, parts } of plan.biases) {
    kernels.fill(destination, columns, 0);
    for (const { vector, column, columns: width } of parts) {
      kernels.fillRows(destination + 4 * column, 1, width, width, vector, 1);
    }
  }
};

/** Embedding and layers, forward: a piece is some sentences. */
export const forward: Phase = {
  name: "forward",
  pieces: (env) => readHeader(env, "pieces"),
  run: (env, piece) => runStack(env, env.plan.forward, readPiece(env, piece)),
};

/** Logits = output · Wᵀ + bias: a piece is a block of tokens by a block of words. */
export const logits: Phase = {
  name: "logits",
  pieces: (env) =>
    Math.ceil(tokens(env) / outputRows) * Math.ceil(env.plan.vocabulary / outputColumns),
  run: (env, piece) => {
    const { vocabulary, output } = env.plan;
    const across = Math.ceil(vocabulary / outputColumns);
    const row = Math.floor(piece / across) * outputRows;
    const column = (piece % across) * outputColumns;
    const rows = Math.min(outputRows, tokens(env) - row);
    const columns = Math.min(outputColumns, vocabulary - column);
    const to = output.logits + 4 * (row * vocabulary + column);
    if (output.bias !== 0) {
      env.kernels.fillRows(to, rows, columns, vocabulary, output.bias + 4 * column, 0);
    }
    const { weight, source } = output;
    const block = {
      ...weight,
      rows: columns,
      pointer: weight.pointer + 4 * column * weight.columns,
      packedForward: weight.packedForward === 0
        ? 0
        : weight.packedForward + 4 * column * weight.columns,
    };
    const from = source.base + 4 * row * source.ld;
    multiply(
      env,
      block,
      "forward",
      rows,
      from,
      source.ld,
      output.bias === 0 ? 0 : 1,
      to,
      vocabulary,
    );
  },
};

const softmax = (gradient: 0 | 1): Phase => ({
  name: "softmax",
  pieces: (env) => Math.ceil(tokens(env) / softmaxRows),
  run: (env, piece) => {
    const { vocabulary, output, binding } = env.plan;
    const row = piece * softmaxRows;
    env.kernels.softmaxLoss(
      output.logits + 4 * row * vocabulary,
      Math.min(softmaxRows, tokens(env) - row),
      vocabulary,
      binding + 4 * (env.layout.targets + row),
      scalar(env, "lossScale"),
      output.losses + 4 * row,
      gradient,
    );
  },
});
/** Cross-entropy of each token, and the logits' gradient in their place. */
export const softmaxGradient = softmax(1);
/** Cross-entropy of each token; the logits stay. */
export const softmaxLoss = softmax(0);

/** Gradients of the output layer's source (blocks of tokens) and, unless tied, of its weight (blocks of words). */
export const outputGradient: Phase = {
  name: "output gradient",
  pieces: (env) => Math.ceil(tokens(env) / outputRows) + Math.ceil(env.plan.vocabulary / tableRows),
  run: (env, piece) => {
    const { vocabulary, output } = env.plan;
    const n = tokens(env);
    const sourcePieces = Math.ceil(n / outputRows);
    if (piece < sourcePieces) {
      const row = piece * outputRows;
      const rows = Math.min(outputRows, n - row);
      const { gradient, logits, weight } = output;
      const to = gradient.base + 4 * row * gradient.ld;
      const from = logits + 4 * row * vocabulary;
      return multiply(env, weight, "backward", rows, from, vocabulary, 0, to, gradient.ld);
    }
    const word = (piece - sourcePieces) * tableRows;
    const words = Math.min(tableRows, vocabulary - word);
    if (output.biasGradient !== 0) {
      const to = output.biasGradient + 4 * word;
      env.kernels.columnSums(output.logits + 4 * word, n, words, vocabulary, to, 0);
    }
    if (!output.tied) outputWeightGradient(env, word, words, 0);
  },
};

const outputWeightGradient = (env: Environment, word: number, words: number, beta: 0 | 1): void => {
  const { vocabulary, output } = env.plan;
  const { source, weight, weightGradient, logits } = output;
  const to = weightGradient + 4 * word * weight.columns;
  const n = tokens(env);
  const from = logits + 4 * word;
  env.product.gemm(
    true,
    false,
    words,
    weight.columns,
    n,
    1,
    from,
    vocabulary,
    source.base,
    source.ld,
    beta,
    to,
    weight.columns,
  );
};

/** Layers and embedding, backward: a piece is some sentences. */
export const backward: Phase = {
  name: "backward",
  pieces: (env) => readHeader(env, "pieces"),
  run: (env, piece) => runStack(env, env.plan.backward, readPiece(env, piece)),
};

/** Gradients of the layers' parameters, each summed over all tokens in order. */
export const weightGradients: Phase = {
  name: "weight gradients",
  pieces: (env) => env.plan.gradients.length,
  run: (env, piece) => gradientJob(env, env.plan.gradients[piece]!),
};

const gradientJob = (env: Environment, job: GradientJob): void => {
  const { kernels, product, plan, layout, int32 } = env;
  const n = tokens(env);
  switch (job.kind) {
    case "product":
      return job.parts.forEach(({ dy, ld, operand, operandLd }, index) => {
        const { rows, columns, gradient } = job;
        product.gemm(
          true,
          false,
          rows,
          columns,
          n,
          1,
          dy,
          ld,
          operand,
          operandLd,
          index === 0 ? 0 : 1,
          gradient,
          columns,
        );
      });
    case "vector": {
      const rows = { token: n, age: n * plan.ages, sentence: readHeader(env, "rows") * plan.ages };
      kernels.fill(job.gradient, job.columns, 0);
      for (const part of job.parts) {
        if (part.rows === "sentence" && readHeader(env, "carried") === 1) continue;
        kernels.columnSums(part.source, rows[part.rows], job.columns, part.ld, job.gradient, 1);
      }
      return;
    }
    case "table": {
      const { gradient, columns, first, last, source, sourceLd, tied } = job;
      kernels.fill(gradient + 4 * first * columns, (last - first) * columns, 0);
      const binding = plan.binding >> 2;
      const groups = readHeader(env, "groups");
      const ids = int32.subarray(binding + layout.groupIds, binding + layout.groupIds + groups);
      const word = (at: number) => plan.binding + 4 * at;
      kernels.sumRows(
        source,
        sourceLd,
        columns,
        word(layout.order),
        word(layout.groupStarts),
        word(layout.groupIds),
        lowerBound(ids, first),
        lowerBound(ids, last),
        gradient,
      );
      if (tied) outputWeightGradient(env, first, last - first, 1);
    }
  }
};

/** Index of the first element that is not below the value. */
const lowerBound = (sorted: Int32Array, value: number): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
};

const blockSize = (env: Environment, block: number) =>
  Math.min(blockElements, env.plan.parameterElements - block * blockElements);

/** Squares of the gradient, summed block by block. */
export const norm: Phase = {
  name: "norm",
  pieces: blocks,
  run: (env, block) => {
    const { plan, kernels, float64 } = env;
    const from = plan.gradient + 4 * block * blockElements;
    float64[(plan.squares >> 3) + block] = kernels.sumSquares(from, blockSize(env, block));
  },
};

/** Norm of the whole gradient: the blocks' sums in order. */
export const gradientNorm = (env: Pick<Environment, "plan" | "float64">): number => {
  const { plan, float64 } = env;
  const count = Math.ceil(plan.parameterElements / blockElements);
  let sum = 0;
  for (let block = 0; block < count; block++) sum += float64[(plan.squares >> 3) + block]!;
  return Math.sqrt(sum);
};

/** Scales the gradient where its norm is over the limit (as PyTorch does) and updates block by block. */
export const makeUpdate = (code: number): Phase => ({
  name: "update",
  pieces: blocks,
  run: (env, block) => {
    const { plan, kernels, float32 } = env;
    const from = (plan.control >> 2) + floatWords + floats.settings;
    const to = env.settings >> 2;
    for (let i = 0; i < 16; i++) float32[to + i] = float32[from + i]!;
    const limit = scalar(env, "normLimit");
    if (limit < Infinity) float32[to + 1] = Math.min(1, limit / (gradientNorm(env) + 1e-6));
    const at = 4 * block * blockElements;
    const slot = (index: number) => plan.slots[index] === undefined ? 0 : plan.slots[index]! + at;
    const size = blockSize(env, block);
    kernels.update(
      code,
      plan.parameters + at,
      plan.gradient + at,
      slot(0),
      slot(1),
      size,
      env.settings,
    );
  },
});
