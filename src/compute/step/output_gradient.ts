/** The gradients of the output layer's weight and bias, from the logits' gradient. */
import { elementsOn, nowhere, type Pointer } from "../../kernels/pointer.ts";
import type { OutputGradient } from "../plan/gradient_jobs.ts";
import { beat, type WorkerEnvironment } from "./worker_environment.ts";
import { cutOf } from "./output_block.ts";
import { boundTokens, isNormWanted } from "./phase.ts";
import { productOf } from "./product_of.ts";
import { tokenBlocks } from "./token_block.ts";

/** Words first…last−1 of the output layer's weight and bias. */
type Words = Pick<OutputGradient, "first" | "last">;

/** A job of the output layer: a tied weight belongs to the table's job, a direct one to its update. */
export const outputGradient = (env: WorkerEnvironment, words: Words): void => {
  const { biasGradient, tied, direct } = env.plan.output;
  if (biasGradient !== nowhere) biasRows(env, words, biasGradient);
  if (!tied && (!direct || isNormWanted(env))) outputWeightGradient(env, words, 0);
};

const biasRows = (env: WorkerEnvironment, { first, last }: Words, biasGradient: Pointer): void => {
  const to = elementsOn(biasGradient, first);
  tokenBlocks(env.plan, boundTokens(env), cutOf(env)).forEach(
    ({ logits, stride, tokens }, block) => {
      const from = elementsOn(logits, stride * first);
      env.kernels.rowSums(from, last - first, tokens, stride, to, block === 0 ? 0 : 1);
    },
  );
};

/** Rows of the weight's gradient: (those rows of the logits' gradient) · source. */
export const outputWeightGradient = (env: WorkerEnvironment, words: Words, beta: 0 | 1): void =>
  addProduct(env, words, { matrix: env.plan.output.weightGradient, alpha: 1, beta });

/** Moves rows of the weight against their gradient, which is not kept. */
export const descendOutput = (env: WorkerEnvironment, words: Words, rate: number): void =>
  addProduct(env, words, { matrix: env.plan.output.weight.pointer, alpha: -rate, beta: 1 });

/** matrix = beta · matrix + alpha · (the logits' gradient · source), in the rows of some words. */
const addProduct = (
  env: WorkerEnvironment,
  { first, last }: Words,
  { matrix, alpha, beta }: {
    readonly matrix: Pointer;
    readonly alpha: number;
    readonly beta: 0 | 1;
  },
): void => {
  const { source, weight: { columns } } = env.plan.output;
  const blocks = tokenBlocks(env.plan, boundTokens(env), cutOf(env));
  blocks.forEach(({ logits, stride, firstToken, tokens }, block) => {
    beat(env);
    productOf(env.product, {
      a: { at: elementsOn(logits, stride * first), ld: stride },
      b: { at: elementsOn(source.base, source.ld * firstToken), ld: source.ld },
      to: { at: elementsOn(matrix, first * columns), ld: columns },
      m: last - first,
      n: columns,
      k: tokens,
      alpha,
      beta: block === 0 ? beta : 1,
    });
  });
};
