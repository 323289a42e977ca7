import { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import { checkGates } from "../../experiment/setup/check_gates.ts";
import { checkMemory } from "./check_memory.ts";
import type { TrainingJob } from "./training_job.ts";

/**
 * Refuses what can't be trained, before anything is written: a gate of the user's whose backward is
 * wrong, a model that needs more memory than kernels can address.
 */
export const checkTrainable = (
  { experiment, model, corpus, engine }: Pick<
    TrainingJob,
    "experiment" | "model" | "corpus" | "engine"
  >,
): Effect.Effect<void, InputError> =>
  Effect.andThen(
    checkGates(model, experiment.seed),
    checkMemory(model, corpus, experiment, engine),
  );
