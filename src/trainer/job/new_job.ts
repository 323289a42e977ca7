import { Effect } from "effect";
import { inSlices } from "../../base/slices.ts";
import { startingWeightSlices } from "../../experiment/parent/starting_weights.ts";
import { beginRun, type NewRun } from "./begin_run.ts";
import { startingCheckpoint } from "./starting_checkpoint.ts";
import type { Prepared } from "./training_job.ts";

/** A new run as a training, from its first weights on. */
export const newJob = Effect.fnUntraced(function* (
  directory: string,
  run: NewRun,
): Effect.fn.Return<Prepared> {
  const { experiment, corpus, model, engine, parent } = run;
  const weights = yield* inSlices(() => startingWeightSlices(model, experiment.seed, parent));
  const job = { experiment, corpus, model, engine, weights, from: undefined };
  const begin = Effect.suspend(() =>
    // Any other first weights follow from the seed.
    beginRun(directory, run, parent === undefined ? undefined : startingCheckpoint(job))
  );
  return { job, begin };
});
