/** Checks a user's gates before a model is trained with them. */
import { Effect, Schema } from "effect";
import { checkUserGates } from "../../compute/reference/check_user_gates.ts";
import { type InputError, RefusedExperiment } from "../../base/errors.ts";
import { initialWeightSlices } from "../../model/initial_weights.ts";
import { inSlices } from "../../base/slices.ts";
import type { Model } from "../../model/model.ts";

/**
 * Checks the backward of every gate of the user's that the model uses, at its first weights;
 * answers the largest error of each. Fails where one is wrong, naming the gate, the argument and
 * the error.
 */
export const checkGates = Effect.fnUntraced(function* (
  model: Model,
  seed: number,
): Effect.fn.Return<ReadonlyMap<string, number>, InputError> {
  if (model.gateModule === undefined) return new Map();
  const weights = yield* inSlices(() => initialWeightSlices(model, seed));
  const { errors, mistakes } = yield* inSlices(() => checkUserGates(model, weights, seed));
  if (mistakes.length === 0) return errors;
  return yield* new WrongGates({ file: model.gateModule.path, mistakes });
});

/** Gates of the user's whose backward is wrong. */
export class WrongGates extends RefusedExperiment.extend<WrongGates>("WrongGates")({
  _tag: Schema.tag("WrongGates"),
  file: Schema.String,
  /** One line each: gate, argument and error. */
  mistakes: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return this.mistakes.map((mistake) => `${this.file}: ${mistake}`).join("\n");
  }
}
