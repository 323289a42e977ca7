/** What happens to a run that diverged: `training.onDivergence`. */
import { Effect, Option, SynchronizedRef } from "effect";
import { Engine } from "../compute/engine.ts";
import type { InputError, RunError } from "../base/errors.ts";
import { Metrics } from "../training/metrics/metrics.ts";
import { rewindCheckpoints } from "../run/checkpoint.ts";
import { checkpointName } from "../run/checkpoint_folder.ts";
import { parameterCount } from "../model/parameter_count.ts";
import { readLastCheckpoint } from "../run/read_sound_checkpoint.ts";
import { describeDivergence, type Diverged, TrainingDiverged } from "../training/divergence.ts";
import { findOrigin } from "./find_origin.ts";
import { restoreEngine, resumePoint, startingPoint } from "./job/resume_point.ts";
import { Trainer } from "./loop/trainer.ts";
import type { TrainingJob } from "./job/training_job.ts";
import { mostRollbacks, rateFactor, rollbackTarget, SavedState } from "./loop/training_state.ts";
import { formatCount } from "../base/terminal/format_number.ts";

/**
 * Returns to a checkpoint that was due, with half the learning rate. Fails if the config says so,
 * if the initial weights already diverge, and after {@link mostRollbacks}.
 */
export const afterDivergence = Effect.fnUntraced(function* (
  job: TrainingJob,
  diverged: Diverged,
): Effect.fn.Return<void, InputError | RunError | Diverged, Trainer | Engine | Metrics> {
  const trainer = yield* Trainer;
  const { last } = SynchronizedRef.getUnsafe(job.run.manifest);
  const origin = diverged.hasGate ? yield* findOrigin(job) : undefined;
  const state = trainer.state();
  const { rollbacks } = state;
  const stop = job.experiment.training.onDivergence === "stop";
  const target = stop ? undefined : rollbackTarget(state, diverged.step);
  if (target === undefined || rollbacks >= mostRollbacks) {
    // Those of an explosion are sound files of a useless model.
    const before = state.anchors.map(checkpointName).at(-1);
    const checkpoint = diverged.hasGate ? last ?? undefined : before;
    const amid = state.exploded > 0 && last !== null;
    return yield* new TrainingDiverged({ cause: diverged, origin, checkpoint, amid, rollbacks });
  }
  yield* rollBack(job, diverged, origin, target);
});

/**
 * The lines of metrics and the checkpoints after that place are taken back, as on resuming, and a
 * line says so. A kill before the last write leaves the run as it was: it diverges again.
 */
const rollBack = Effect.fnUntraced(function* (
  { experiment, model, run }: TrainingJob,
  diverged: Diverged,
  origin: string | undefined,
  target: number,
): Effect.fn.Return<void, InputError | RunError | Diverged, Trainer | Engine | Metrics> {
  const engine = yield* Engine;
  const metrics = yield* Metrics;
  const trainer = yield* Trainer;
  const { rollbacks } = trainer.state();
  const manifest = SynchronizedRef.getUnsafe(run.manifest);
  const checkpoints = manifest.checkpoints.filter(({ step }) => step <= target);
  const checkpoint = Option.getOrUndefined(
    yield* readLastCheckpoint(
      run.directory,
      { ...manifest, checkpoints },
      SavedState,
      parameterCount(model),
    ),
  );
  const point = checkpoint === undefined
    ? undefined
    : yield* resumePoint(checkpoint, model, experiment, run.directory);
  const { step, epoch, batch } = point?.saved.training ?? { step: 0, epoch: 0, batch: 0 };
  const factor = rateFactor({ rollbacks: rollbacks + 1 });
  yield* Effect.logWarning(
    `Training diverged: ${describeDivergence(diverged, origin)}; ` +
      `back to step ${formatCount(step)}, learning rate × ${factor}`,
  );
  yield* rewindCheckpoints(run, checkpoint?.entry.name);
  yield* restoreEngine(engine, point ?? startingPoint(model, experiment));
  yield* metrics.rolledBack(point?.saved.metrics, {
    step,
    epoch: batch === 0 ? Math.max(0, epoch - 1) : epoch,
    from: diverged.step,
    rateFactor: factor,
    seen: diverged.seen,
  });
  yield* trainer.goBack(point?.saved.training);
}, Effect.uninterruptible);
