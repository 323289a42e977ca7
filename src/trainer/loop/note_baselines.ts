/** Notes in the manifest what the model has to beat. */
import { Effect, SynchronizedRef } from "effect";
import type { RunError } from "../../base/errors.ts";
import { updateManifest } from "../../run/run_directory.ts";
import type { TrainerParts } from "./trainer_parts.ts";
import { validBaselines } from "./valid_baselines.ts";

/**
 * Notes the baselines of the validation part, unless the manifest has them. They take a second for
 * each million tokens, so this waits for the first evaluation, not the first step for them.
 */
export const noteBaselines = Effect.fnUntraced(function* (
  { run, corpus, experiment }: TrainerParts,
): Effect.fn.Return<void, RunError> {
  if (SynchronizedRef.getUnsafe(run.manifest).baselines !== undefined) return;
  const found = validBaselines(corpus, experiment.batch);
  if (found === undefined) return;
  const baselines = { unigram: found.unigram.loss, bigram: found.bigram.loss };
  yield* updateManifest(run, (manifest) => ({ ...manifest, baselines }));
});
