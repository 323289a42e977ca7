import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { Ledger } from "./ledger.ts";
import { TaskQueue } from "./task_queue.ts";

/**
 * Reopens the failed trials of a sweep, which go on from their last checkpoints. Only the sweep's
 * head may do so, before it begins.
 */
export const retryFailed = Effect.fnUntraced(function* (
  sweep: string,
): Effect.fn.Return<void, RunError, Ledger | TaskQueue> {
  const ledger = yield* Ledger;
  const queue = yield* TaskQueue;
  const tasks = yield* ledger.transaction(
    Effect.tap(ledger.reopenFailed(sweep), (tasks) => queue.forget(tasks)),
  );
  const { size } = new Set(tasks.map(({ trial }) => trial));
  yield* Effect.logInfo(
    size === 0
      ? "no trial has failed"
      : `${size} failed ${size === 1 ? "trial is" : "trials are"} run again`,
  );
});
