import { Result } from "effect";
import { InputError } from "../base/errors.ts";
import type { TrainingState } from "./training_state.ts";

/**
 * Refuses the state of a training that can't have come about: a step that is not the checkpoint's,
 * or a place in the epochs that many steps do not lead to.
 * @param perEpoch batches in an epoch
 * @param file names the source
 */
export function checkSavedPlace(
  { step, epoch, batch }: TrainingState,
  expected: { readonly step: number; readonly perEpoch: number; readonly epochs: number },
  file: string,
): Result.Result<void, InputError> {
  const { perEpoch, epochs } = expected;
  const possible = step === expected.step && batch < perEpoch && epoch <= epochs &&
    step === epoch * perEpoch + batch;
  return possible ? Result.void : Result.fail(
    new InputError({
      message: `"${file}" says step ${step}, epoch ${epoch}, batch ${batch}: expected step ` +
        `${expected.step}, with ${perEpoch} batches in each of ${epochs} epochs`,
    }),
  );
}
