/** The programs that a pool can run, as lists of phases. */
import * as phases from "../plan/phases.ts";

/** Numbers of the programs in the control words. */
export const program = { train: 0, evaluate: 1, packedEvaluate: 2 } as const;

export const makePrograms = (optimizerCode: number): ReadonlyArray<readonly phases.Phase[]> => {
  const { prepare, forward, logits, softmaxGradient, softmaxLoss, outputGradient } = phases;
  const { backward, weightGradients, norm, makeUpdate } = phases;
  return [
    [
      prepare,
      forward,
      logits,
      softmaxGradient,
      outputGradient,
      backward,
      weightGradients,
      norm,
      makeUpdate(optimizerCode),
    ],
    [prepare, forward, logits, softmaxLoss],
    [forward, logits, softmaxLoss],
  ];
};
