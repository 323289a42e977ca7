/**
 * The logits of a block of tokens lie together: a row per word, a column per token. So a block of
 * words is one stretch of memory, which processors prefetch. With rows that were cut, they would
 * also fetch memory that belongs to another piece.
 */
import { elementsOn, type Pointer } from "../../kernels/pointer.ts";
import { logitsStride, type OutputCut } from "../plan/cuts.ts";
import type { Plan } from "../plan/plan.ts";

export interface TokenBlock {
  readonly firstToken: number;
  readonly tokens: number;
  /** Of the first word; a row is `stride` elements. */
  readonly logits: Pointer;
  readonly stride: number;
}

/** Block number `index` of a batch of so many tokens that is cut so. */
export const tokenBlock = (
  { output, vocabulary }: Pick<Plan, "output" | "vocabulary">,
  tokens: number,
  cut: OutputCut,
  index: number,
): TokenBlock => {
  const firstToken = index * cut.tokens;
  const own = Math.min(cut.tokens, tokens - firstToken);
  return {
    firstToken,
    tokens: own,
    logits: elementsOn(output.logits, vocabulary * firstToken),
    stride: logitsStride(own),
  };
};

/** All blocks of such a batch. */
export const tokenBlocks = (
  plan: Pick<Plan, "output" | "vocabulary">,
  tokens: number,
  cut: OutputCut,
): readonly TokenBlock[] =>
  Array.from({ length: cut.tokenBlocks }, (_, index) => tokenBlock(plan, tokens, cut, index));
