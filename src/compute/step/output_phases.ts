/** The output layer forward: logits, softmax and cross-entropy. */
import { elementsOn, nowhere } from "../../kernels/pointer.ts";
import { logitsStride } from "../plan/cuts.ts";
import type { WorkerEnvironment } from "./worker_environment.ts";
import { blockAt, blockCount, cutOf } from "./output_block.ts";
import { boundTokens, type Phase } from "./phase.ts";
import { productOf } from "./product_of.ts";

const makeLogits = (exponentials: 0 | 1): Phase => ({
  name: "logits",
  pieces: blockCount,
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
export const computeLosses = (env: WorkerEnvironment): void => {
  const { tops, sums, picked, losses } = env.plan.output;
  const tokens = boundTokens(env);
  const { wordBlocks } = cutOf(env);
  env.kernels.softmaxLosses(tops, sums, logitsStride(tokens), wordBlocks, tokens, picked, losses);
};
export const lossesOnly: Phase = { name: "losses", pieces: () => 1, run: computeLosses };
