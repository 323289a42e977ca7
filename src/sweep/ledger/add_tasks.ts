/** How tasks come into ledger and queue. */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { Ledger } from "./ledger.ts";
import { TaskQueue } from "./task_queue.ts";
import type { TaskRecord } from "../records/trial_record.ts";

/** Adds all repetitions of a trial up to a rung. */
export const addTasks = Effect.fnUntraced(function* (
  sweep: string,
  { trial, rung, repeats }: {
    readonly trial: number;
    readonly rung: number;
    readonly repeats: number;
  },
): Effect.fn.Return<void, RunError, Ledger | TaskQueue> {
  const ledger = yield* Ledger;
  const queue = yield* TaskQueue;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const task = { sweep, trial, rung, repeat };
    yield* ledger.addTask(task);
    yield* queue.offer(task);
  }
});

/** Offers tasks that the ledger has; the queue should have them already. */
export const offerAgain = Effect.fnUntraced(function* (
  sweep: string,
  tasks: readonly TaskRecord[],
): Effect.fn.Return<void, RunError, TaskQueue> {
  const queue = yield* TaskQueue;
  for (const { trial, rung, repeat } of tasks) yield* queue.offer({ sweep, trial, rung, repeat });
});
