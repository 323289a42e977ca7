/** The status of a run, as in its manifest. Times are for people; nothing is computed from them. */
import { Effect } from "effect";
import type { RunError } from "../base/errors.ts";
import type { Environment } from "./environment_record.ts";
import type { Manifest, Outcome } from "./manifest.ts";
import { type Run, updateManifest } from "./run_directory.ts";
import { timestamp } from "../base/timestamp.ts";

/** Notes that a run is taken up again after `step` steps, and by what. */
export const noteResumed = Effect.fnUntraced(function* (
  run: Run,
  progress: { readonly step: number; readonly epochs: number },
  environment: Environment,
): Effect.fn.Return<Manifest, RunError> {
  const at = yield* timestamp;
  return yield* updateManifest(run, ({ outcome, ...manifest }) => ({
    ...manifest,
    resumed: [...manifest.resumed, { at, step: progress.step, environment }],
    ended: null,
    outcome: {
      status: "running",
      steps: progress.step,
      epochs: progress.epochs,
      best: outcome.best,
    },
  }));
});

/** Notes that a run ended, and how. */
export const noteEnded = Effect.fnUntraced(function* (
  run: Run,
  outcome: Outcome,
): Effect.fn.Return<Manifest, RunError> {
  const ended = yield* timestamp;
  return yield* updateManifest(run, (manifest) => ({ ...manifest, ended, outcome }));
});
