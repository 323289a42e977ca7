/** The output layer backward: the gradients of the logits and of the layers' output. */
import { elementsOn, type Pointer } from "../../kernels/pointer.ts";
import { beat, type WorkerEnvironment } from "./worker_environment.ts";
import { blockAt, blockCount, cutOf } from "./output_block.ts";
import { computeLosses } from "./output_phases.ts";
import { boundTokens, type Phase, stepScalar } from "./phase.ts";
import { productOf } from "./product_of.ts";

/**
 * Losses, the logits' gradient in the place of the exponentials, and each block's part of the source's.
 * A piece that is a whole block of words then has what is to be done for its rows (first to last−1).
 */
export const makeSourceGradient = (
  learnRows: (env: WorkerEnvironment, first: number, last: number) => void,
): Phase => ({
  name: "source gradient",
  pieces: (env) => sourcePieces(env) + 1,
  run: (env, piece) => {
    // The losses are the smallest piece, and the last.
    if (piece === sourcePieces(env)) return computeLosses(env);
    const { whole, tokenBlocks } = cutOf(env);
    if (!whole) return sourcePart(env, piece);
    for (let block = 0; block < tokenBlocks; block++) {
      sourcePart(env, piece * tokenBlocks + block);
    }
    const { firstWord, words } = blockAt(env, piece * tokenBlocks);
    learnRows(env, firstWord, firstWord + words);
  },
});

const sourcePieces = (env: WorkerEnvironment): number => {
  const { whole, wordBlocks } = cutOf(env);
  return whole ? wordBlocks : blockCount(env);
};

/** The logits' gradient of a block, and its part of the source's. */
const sourcePart = (env: WorkerEnvironment, piece: number): void => {
  beat(env);
  const { weight, tops, sums, factors } = env.plan.output;
  const block = blockAt(env, piece);
  const { cut, stride, words, tokens, firstWord, firstToken, logits } = block;
  env.kernels.blockSoftmaxGradient(
    logits,
    stride,
    words,
    tokens,
    block.targets,
    firstWord,
    elementsOn(tops, firstToken),
    elementsOn(sums, firstToken),
    block.statistics,
    cut.wordBlocks,
    block.wordBlock,
    stepScalar(env, "lossScale"),
    elementsOn(factors, block.wordBlock * block.statistics + firstToken),
  );
  const { columns } = weight;
  productOf(env.product, {
    a: { at: logits, ld: stride, transposed: true },
    b: { at: elementsOn(weight.pointer, columns * firstWord), ld: columns },
    to: { at: elementsOn(partAt(env, block.wordBlock), columns * firstToken), ld: columns },
    m: tokens,
    n: columns,
    k: words,
    beta: 0,
  });
};

/** Where a block of words leaves its part of the source's gradient: a single one in its place. */
const partAt = (env: WorkerEnvironment, wordBlock: number): Pointer => {
  const { partGradients, weight, gradient } = env.plan.output;
  if (cutOf(env).wordBlocks === 1) return gradient.base;
  return elementsOn(partGradients, weight.columns * boundTokens(env) * wordBlock);
};

/** Joins the parts of the source's gradient for some tokens. */
export const joinSourceGradient = (
  env: WorkerEnvironment,
  firstToken: number,
  tokens: number,
): void => {
  const { wordBlocks } = cutOf(env);
  if (wordBlocks === 1) return;
  const { weight, gradient } = env.plan.output;
  const { columns } = weight;
  env.kernels.sumBlocks(
    elementsOn(partAt(env, 0), columns * firstToken),
    wordBlocks,
    columns * tokens,
    columns * boundTokens(env),
    elementsOn(gradient.base, gradient.ld * firstToken),
  );
};
