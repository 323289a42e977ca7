/** The programs that a pool can run, as lists of phases. */
import { exponentials, logits, lossesOnly } from "../step/output_phases.ts";
import type { Phase } from "../step/phase.ts";
import { prepare } from "../step/prepare_phase.ts";
import {
  forward,
  makeBackward,
  makeLayerGradients,
  makeOutputBackward,
} from "../step/stack_phases.ts";
import { makeClippedUpdate } from "../step/update_phase.ts";

/** Numbers of the programs in the control words. */
export const program = { train: 0, clippedTrain: 1, evaluate: 2, packedEvaluate: 3 } as const;

/**
 * Programs by number. Training updates a parameter as soon as nothing reads it any more; where the
 * gradient's norm is limited (clippedTrain), only once the whole gradient is known.
 */
export const makePrograms = (optimizerCode: number): ReadonlyArray<readonly Phase[]> => {
  const there = [prepare, forward, exponentials];
  const back = (code: number | undefined) => [
    makeOutputBackward(code),
    makeBackward(code),
    makeLayerGradients(code),
  ];
  return [
    [...there, ...back(optimizerCode)],
    [...there, ...back(undefined), makeClippedUpdate(optimizerCode)],
    [prepare, forward, logits, lossesOnly],
    [forward, logits, lossesOnly],
  ];
};
