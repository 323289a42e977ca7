/** A trained model, ready to be measured or asked for text. */
import { join } from "node:path";
import { Effect } from "effect";
import type { InputError } from "../base/errors.ts";
import type { Values } from "../model/model.ts";
import { parameterCount } from "../model/parameter_count.ts";
import { type ExistingRun, readRun } from "../run/existing_run.ts";
import { readWeights } from "../run/read_sound_checkpoint.ts";
import { modelValues } from "../experiment/tensors/model_tensors.ts";
import { describeRun, type RunDescription, type RunFiles } from "./describe_run.ts";

/** The best checkpoint's weights, or the last's where no best is kept. */
export interface LoadedRun extends RunDescription {
  readonly existing: ExistingRun;
  readonly weights: Values;
  /** Name of the checkpoint that the weights are from. */
  readonly checkpoint: string;
}

export const loadRun = Effect.fnUntraced(function* (
  directory: string,
  { allowCode, set }: RunFiles = {},
): Effect.fn.Return<LoadedRun, InputError> {
  const existing = yield* readRun(directory);
  const description = yield* describeRun(existing, { allowCode, set });
  const { entry, model: tensors } = yield* readWeights(
    directory,
    existing.manifest,
    parameterCount(description.model),
  );
  const file = join(directory, "checkpoints", entry.name, "model.safetensors");
  const weights = yield* Effect.fromResult(modelValues(description.model, tensors, file));
  return { ...description, existing, weights, checkpoint: entry.name };
});
