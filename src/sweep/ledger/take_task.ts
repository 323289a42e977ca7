import { Deferred, Effect, Exit, Fiber } from "effect";
import type { PersistedQueue } from "effect/persistence";
import type { RunError } from "../../base/errors.ts";
import { storeFailure } from "../store/store_failure.ts";
import type { TrialTask } from "../records/trial_task.ts";

/** Milliseconds to tell the queue how a task ended; after that, it finds out by the lease. */
const hearing = 5000;

/**
 * Takes a task and works on it. Only the result of the work counts: if the store is unavailable
 * when the queue should learn of it, that is no failure and delays nothing.
 */
export const takeTask = <A, E, R>(
  queue: PersistedQueue.PersistedQueue<TrialTask>,
  work: (task: TrialTask) => Effect.Effect<A, E, R>,
): Effect.Effect<A, E | RunError, R> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const ended = yield* Deferred.make<Exit.Exit<A, E>>();
      let begun = false;
      const noted = (task: TrialTask) => {
        begun = true;
        return Effect.onExit(work(task), (exit) => Deferred.succeed(ended, exit));
      };
      const taking = yield* Effect.forkDetach(queue.take(noted), { uninterruptible: false });
      const told = Effect.raceFirst(Fiber.await(taking), Effect.sleep(hearing));
      // Work that is interrupted ends in good order, with a checkpoint.
      const stop = Effect.suspend(() =>
        Effect.andThen(
          Effect.forkDetach(Fiber.interrupt(taking)),
          begun ? Effect.andThen(Deferred.await(ended), told) : told,
        )
      );
      const workEnded = Effect.raceFirst(
        Deferred.await(ended),
        // A queue that fails before there is a task.
        Effect.flatMap(Fiber.await(taking), (exit) =>
          Exit.isFailure(exit) && !begun
            ? storeFailure(Effect.failCause(exit.cause))
            : Deferred.await(ended)),
      );
      const exit = yield* Effect.onInterrupt(restore(workEnded), () =>
        stop);
      yield* restore(told);
      return yield* exit;
    })
  );
