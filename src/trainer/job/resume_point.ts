/** A checkpoint as the point where training resumes. */
import { join } from "node:path";
import { Effect } from "effect";
import type { CarriedState, Engine } from "../../compute/engine.ts";
import type { InputError } from "../../base/errors.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { initialWeights } from "../../model/initial_weights.ts";
import type { Model, Values } from "../../model/model.ts";
import { makeOptimizer } from "../../compute/optimizer/make_optimizer.ts";
import type { Checkpoint } from "../../run/read_checkpoint.ts";
import { carriedState } from "../loop/carried_tensors.ts";
import { modelValues, slotValues } from "../../experiment/tensors/model_tensors.ts";
import type { SavedState } from "../loop/training_state.ts";

/** A checkpoint as values of the model. */
export interface ResumePoint {
  readonly saved: SavedState;
  readonly weights: Values;
  readonly slots: ReadonlyMap<string, Values>;
  readonly carried: CarriedState | undefined;
}

/** What a checkpoint says, as values of the model. */
export const resumePoint = Effect.fnUntraced(function* (
  { entry, model: tensors, optimizer, carried, state }: Checkpoint<SavedState>,
  model: Model,
  experiment: Experiment,
  directory: string,
): Effect.fn.Return<ResumePoint, InputError> {
  const file = (name: string) => join(directory, "checkpoints", entry.name, name);
  const { slots } = makeOptimizer(experiment.training.optimizer);
  return {
    saved: state,
    weights: yield* Effect.fromResult(modelValues(model, tensors, file("model.safetensors"))),
    slots: yield* Effect.fromResult(
      slotValues(model, slots, optimizer, file("optimizer.safetensors")),
    ),
    carried: carried === undefined ? undefined : yield* Effect.fromResult(
      carriedState(model, carried, experiment.batch.size, file("carried.safetensors")),
    ),
  };
});

/**
 * The point before the first step, without a saved state, of a training that starts from weights of
 * its own: one that starts from a model has a checkpoint there.
 */
export const startingPoint = (
  model: Model,
  experiment: Experiment,
): Omit<ResumePoint, "saved"> => ({
  weights: initialWeights(model, experiment.seed),
  slots: noSlots(model, experiment),
  carried: undefined,
});

/** The optimizer's slots before the first step: zeros. */
export const noSlots = (
  model: Model,
  { training }: Experiment,
): ReadonlyMap<string, Values> => {
  const zeros = new Map(
    model.parameters.map(({ key, rows, columns }) => [key, new Float64Array(rows * columns)]),
  );
  const { slots } = makeOptimizer(training.optimizer);
  return new Map(slots.map((name) => [name, zeros]));
};

/** Puts an engine where a point says. */
export const restoreEngine = Effect.fnUntraced(function* (
  { setWeights, setSlots, setCarried }: Engine["Service"],
  { weights, slots, carried }: Omit<ResumePoint, "saved">,
): Effect.fn.Return<void> {
  yield* setWeights(weights);
  yield* setSlots(slots);
  yield* setCarried(carried);
});
