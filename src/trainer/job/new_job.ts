import { Effect } from "effect";
import { inSlices } from "../../base/slices.ts";
import { initialWeightSlices } from "../../model/initial_weights.ts";
import { beginRun, type NewRun } from "./begin_run.ts";
import type { Prepared } from "./training_job.ts";

/** A new run as a training, from its first weights on. */
export const newJob = Effect.fnUntraced(function* (
  directory: string,
  run: NewRun,
): Effect.fn.Return<Prepared> {
  const { experiment, corpus, model, engine } = run;
  const weights = yield* inSlices(() => initialWeightSlices(model, experiment.seed));
  return {
    job: { experiment, corpus, model, engine, weights, from: undefined },
    begin: beginRun(directory, run),
  };
});
