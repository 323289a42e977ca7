/**
 * What happens when the database fails. All work on a store goes through {@link storeFailure}. With
 * {@link StorePatience} it waits for a store that is unavailable. Without, or if waiting does not
 * help, it fails with a RunError.
 */
import { Cause, Context, Effect, Exit } from "effect";
import type { PersistedQueue } from "effect/persistence";
import type { SqlError } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { describeSqlError } from "./describe_sql_error.ts";
import { isAway } from "./is_away.ts";
import { sqlErrorOf } from "./sql_error_of.ts";
import { StoreFailed } from "./store_failed.ts";
import { StorePatience } from "./store_patience.ts";

/** The file of a store that is one sweep's own: its failures name it as those of any file. */
export const OwnStoreFile = Context.Reference<string | undefined>(
  "unroll/sweep/OwnStoreFile",
  { defaultValue: () => undefined },
);

type StoreErrors = SqlError.SqlError | PersistedQueue.PersistedQueueError;

/**
 * Turns failures of the database into {@link RunError}, or waits and tries again. So the work must
 * have the same effect when done twice: nobody knows whether a lost connection had done it.
 *
 * The loop is by hand since `Effect.retry` sees errors alone: here a failure may also be a defect
 * (see {@link sqlErrorOf}), and success is to be heard of too.
 */
export const storeFailure = <A, E, R>(
  effect: Effect.Effect<A, E | StoreErrors, R>,
): Effect.Effect<A, Exclude<E, StoreErrors> | RunError, R> =>
  Effect.gen(function* () {
    const patience = yield* StorePatience;
    for (let time = 0;; time++) {
      const exit = yield* Effect.exit(effect);
      if (Exit.isSuccess(exit)) {
        if (patience !== undefined) yield* patience.back;
        return exit.value;
      }
      const error = sqlErrorOf(exit.cause);
      if (error === undefined) {
        return yield* Effect.failCause(exit.cause as Cause.Cause<Exclude<E, StoreErrors>>);
      }
      if (Cause.hasInterrupts(exit.cause)) return yield* Effect.interrupt;
      if (patience === undefined || !isAway(error)) {
        return yield* new StoreFailed({ error, ownFile: yield* OwnStoreFile });
      }
      // One connection that was cut is no absence: the next one is tried at once.
      if (time > 0) yield* patience.away(describeSqlError(error));
      yield* Effect.sleep(pause(time));
    }
  });

/** Milliseconds before another try: growing, so that many processes do not try at once. */
const pause = (time: number): number => time === 0 ? 50 : Math.min(10_000, 250 * 1.6 ** time);
