/**
 * The output layer: logits, softmax with cross-entropy, and the gradient of what it reads. Everything
 * is cut into blocks of words by blocks of tokens ({@link outputCut}); a block's logits meet the
 * softmax while they are in the cache.
 */
import { elementsOn, nowhere, type Pointer } from "../../kernels/pointer.ts";
import { logitsStride, type OutputCut, outputCut } from "../plan/cuts.ts";
import { beat, type Environment } from "./environment.ts";
import { boundTokens, type Phase, stepScalar } from "./phase.ts";
import { productOf } from "./product_of.ts";
import { type TokenBlock, tokenBlock } from "./token_block.ts";

/** One block of words of a block of tokens. */
interface Block extends TokenBlock {
  readonly cut: OutputCut;
  readonly wordBlock: number;
  readonly firstWord: number;
  readonly words: number;
  /** Of its tokens. */
  readonly targets: Pointer;
  /** Distance between the statistics of one block of words and the next. */
  readonly statistics: number;
}

export const cutOf = (env: Environment): OutputCut =>
  outputCut(boundTokens(env), env.plan.vocabulary);

const blocks = (env: Environment): number => {
  const { wordBlocks, tokenBlocks } = cutOf(env);
  return wordBlocks * tokenBlocks;
};

const blockAt = (env: Environment, piece: number): Block => {
  const { plan, layout } = env;
  const cut = cutOf(env);
  const wordBlock = Math.floor(piece / cut.tokenBlocks);
  const firstWord = wordBlock * cut.words;
  const block = tokenBlock(plan, boundTokens(env), piece % cut.tokenBlocks);
  return {
    ...block,
    cut,
    wordBlock,
    firstWord,
    words: Math.min(cut.words, plan.vocabulary - firstWord),
    logits: elementsOn(block.logits, firstWord * block.stride),
    targets: elementsOn(plan.binding, layout.targets + block.firstToken),
    statistics: logitsStride(boundTokens(env)),
  };
};

const makeLogits = (exponentials: 0 | 1): Phase => ({
  name: "logits",
  pieces: blocks,
  run: (env, piece) => {
    const { weight, source, bias, picked, tops, sums } = env.plan.output;
    const block = blockAt(env, piece);
    const { stride, words, tokens, firstWord, firstToken, logits } = block;
    const { columns } = weight;
    const from = elementsOn(source.base, source.ld * firstToken);
    productOf(env.product, {
      a: { at: elementsOn(weight.pointer, columns * firstWord), ld: columns },
      b: { at: from, ld: source.ld, transposed: true },
      to: { at: logits, ld: stride },
      m: words,
      n: tokens,
      k: columns,
      beta: 0,
    });
    const place = block.wordBlock * block.statistics + firstToken;
    env.kernels.blockSoftmax(
      logits,
      stride,
      words,
      tokens,
      bias === nowhere ? nowhere : elementsOn(bias, firstWord),
      block.targets,
      firstWord,
      elementsOn(picked, firstToken),
      elementsOn(tops, place),
      elementsOn(sums, place),
      exponentials,
    );
  },
});
/** Logits, their largest and the sum of their exponentials, which take their place. */
export const exponentials: Phase = makeLogits(1);
/** The same for evaluation: the logits stay. */
export const logits: Phase = makeLogits(0);

/** Cross-entropy of each token. */
const losses = (env: Environment): void => {
  const { tops, sums, picked, losses } = env.plan.output;
  const tokens = boundTokens(env);
  const { wordBlocks } = cutOf(env);
  env.kernels.softmaxLosses(tops, sums, logitsStride(tokens), wordBlocks, tokens, picked, losses);
};
export const lossesOnly: Phase = { name: "losses", pieces: () => 1, run: losses };

/**
 * Losses, the logits' gradient in the place of the exponentials, and each block's part of the source's.
 * A piece that is a whole block of words then has what is to be done for its rows (first to last−1).
 */
export const makeSourceGradient = (
  learnRows: (env: Environment, first: number, last: number) => void,
): Phase => ({
  name: "source gradient",
  pieces: (env) => sourcePieces(env) + 1,
  run: (env, piece) => {
    // The losses are the smallest piece, and the last.
    if (piece === sourcePieces(env)) return losses(env);
    const { whole, tokenBlocks } = cutOf(env);
    if (!whole) return sourcePart(env, piece);
    for (let block = 0; block < tokenBlocks; block++) {
      sourcePart(env, piece * tokenBlocks + block);
    }
    const { firstWord, words } = blockAt(env, piece * tokenBlocks);
    learnRows(env, firstWord, firstWord + words);
  },
});

const sourcePieces = (env: Environment): number => {
  const { whole, wordBlocks } = cutOf(env);
  return whole ? wordBlocks : blocks(env);
};

/** The logits' gradient of a block, and its part of the source's. */
const sourcePart = (env: Environment, piece: number): void => {
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
const partAt = (env: Environment, wordBlock: number): Pointer => {
  const { partGradients, weight, gradient } = env.plan.output;
  if (cutOf(env).wordBlocks === 1) return gradient.base;
  return elementsOn(partGradients, weight.columns * boundTokens(env) * wordBlock);
};

/** Joins the parts of the source's gradient for some tokens. */
export const joinSourceGradient = (env: Environment, firstToken: number, tokens: number): void => {
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
