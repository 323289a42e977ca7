import { Result, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import type { TrainingState } from "../loop/training_state.ts";

const found = { step: Schema.Number, epoch: Schema.Number, batch: Schema.Number };
const expected = { step: Schema.Number, perEpoch: Schema.Number, epochs: Schema.Number };

/**
 * The state of a training that can't have come about: a step that is not the checkpoint's, or a
 * place in the epochs that so many steps do not lead to.
 */
export class ImpossibleState extends InputError.extend<ImpossibleState>("ImpossibleState")({
  _tag: Schema.tag("ImpossibleState"),
  file: Schema.String,
  found: Schema.Struct(found),
  /** The checkpoint's step, batches in an epoch, epochs. */
  expected: Schema.Struct(expected),
}) {
  override get message(): string {
    const { file, found: { step, epoch, batch }, expected } = this;
    return `"${file}" says step ${step}, epoch ${epoch}, batch ${batch}: expected step ` +
      `${expected.step}, with ${expected.perEpoch} batches in each of ${expected.epochs} epochs`;
  }
}

/** Refuses an {@link ImpossibleState}; `file` names the source. */
export function checkSavedPlace(
  { step, epoch, batch }: Pick<TrainingState, "step" | "epoch" | "batch">,
  expected: ImpossibleState["expected"],
  file: string,
): Result.Result<void, ImpossibleState> {
  const { perEpoch, epochs } = expected;
  const possible = step === expected.step && batch < perEpoch && epoch <= epochs &&
    step === epoch * perEpoch + batch;
  return possible
    ? Result.void
    : Result.fail(new ImpossibleState({ file, found: { step, epoch, batch }, expected }));
}
