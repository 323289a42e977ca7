import { Effect } from "effect";
import { Ledger } from "./ledger.ts";
import { TaskQueue } from "./task_queue.ts";
import type { TaskRecord } from "./trial_record.ts";

/** Puts tasks into ledger and queue. */
export const taskAdder = Effect.fnUntraced(function* (sweep: string, repeats: number) {
  const ledger = yield* Ledger;
  const queue = yield* TaskQueue;
  return {
    /** All repetitions of a trial up to a rung. */
    first: (trial: number, rung: number) =>
      Effect.forEach(Array.from({ length: repeats }, (_, repeat) => repeat), (repeat) => {
        const task = { sweep, trial, rung, repeat };
        return Effect.andThen(ledger.addTask(task), queue.offer(task));
      }, { discard: true }),
    /** Tasks that the queue should have already. */
    again: (tasks: readonly TaskRecord[]) =>
      Effect.forEach(
        tasks,
        ({ trial, rung, repeat }) => queue.offer({ sweep, trial, rung, repeat }),
        { discard: true },
      ),
  };
});
