/**
 * The output layer is cut into blocks of words by blocks of tokens (cuts.ts): a block's logits
 * meet the softmax while they are in the cache.
 */
import { elementsOn, type Pointer } from "../../kernels/pointer.ts";
import { evaluationCut, logitsStride, type OutputCut, outputCut } from "../plan/cuts.ts";
import { readHeader, type WorkerEnvironment } from "./worker_environment.ts";
import { boundTokens } from "./phase.ts";
import { type TokenBlock, tokenBlock } from "./token_block.ts";

/** One block of words of a block of tokens. */
export interface OutputBlock extends TokenBlock {
  readonly cut: OutputCut;
  readonly wordBlock: number;
  readonly firstWord: number;
  readonly words: number;
  /** Of its tokens. */
  readonly targets: Pointer;
  /** Distance between the statistics of one block of words and the next. */
  readonly statistics: number;
}

/** How the output layer is cut for the bound batch. */
export const cutOf = (env: WorkerEnvironment): OutputCut => {
  const cut = readHeader(env, "lane") === 0 ? outputCut : evaluationCut;
  return cut(boundTokens(env), env.plan.vocabulary);
};

/** How many blocks there are. */
export const blockCount = (env: WorkerEnvironment): number => {
  const { wordBlocks, tokenBlocks } = cutOf(env);
  return wordBlocks * tokenBlocks;
};

/** Block number `index`: one block of words after the other, each block of tokens after block of tokens. */
export const blockAt = (env: WorkerEnvironment, index: number): OutputBlock => {
  const { plan, layout } = env;
  const cut = cutOf(env);
  const wordBlock = Math.floor(index / cut.tokenBlocks);
  const firstWord = wordBlock * cut.words;
  const block = tokenBlock(plan, boundTokens(env), cut, index % cut.tokenBlocks);
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
