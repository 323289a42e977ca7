/** The tasks that the process of a sweep's head trains itself. */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { TaskQueue } from "../ledger/task_queue.ts";
import { StoppedSweep } from "./stopped_sweep.ts";
import type { TrialRunner } from "./trial_runner.ts";
import { UnfitWorker } from "./unfit_worker.ts";
import { workerName, workOnTask, type WorkOptions } from "./work_on_task.ts";

export interface WorkHere extends Omit<WorkOptions, "worker"> {
  /** Tasks at once. */
  readonly parallel: number;
  /** Tasks that workers elsewhere can take at once. */
  readonly elsewhere: Effect.Effect<number, RunError>;
  /** Hears that this process trains nothing any more. */
  readonly onUnfit: () => void;
}

/**
 * Works until interrupted. If this process can't train, the sweep goes on as long as others can.
 */
export const workHere = (
  { parallel, elsewhere, onUnfit, ...options }: WorkHere,
): Effect.Effect<never, RunError, Ledger | TaskQueue | TrialRunner> => {
  const tasks = Effect.forever(workOnTask({ worker: workerName(), ...options }));
  return Effect.all(Array.from({ length: parallel }, () => tasks), {
    concurrency: "unbounded",
    discard: true,
  }).pipe(
    Effect.tapError(() => Effect.sync(onUnfit)),
    Effect.catchIf(
      (error) => error instanceof UnfitWorker,
      (cause) => Effect.flatMap(elsewhere, (others) => leave(cause, others)),
    ),
    Effect.andThen(Effect.never),
  );
};

const leave = (cause: UnfitWorker, others: number): Effect.Effect<void, StoppedSweep> =>
  others === 0 ? Effect.fail(new StoppedSweep({ cause })) : Effect.logWarning(
    `${cause.message}; this process stops training; other workers continue`,
  );
