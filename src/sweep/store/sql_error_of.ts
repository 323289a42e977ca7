import { Cause } from "effect";
import { PersistedQueue } from "effect/persistence";
import { SqlError } from "effect/sql";
import { StoreFailed } from "./store_failed.ts";

/**
 * The database's failure in a cause, wherever it is: an error, a defect (finalizers of transactions
 * and of the queue turn errors into defects), or inside an error of the queue or the store.
 */
export function sqlErrorOf(cause: Cause.Cause<unknown>): SqlError.SqlError | undefined {
  for (const reason of cause.reasons) {
    if (Cause.isInterruptReason(reason)) continue;
    const found = within(Cause.isFailReason(reason) ? reason.error : reason.defect);
    if (found !== undefined) return found;
  }
  return undefined;
}

function within(error: unknown): SqlError.SqlError | undefined {
  if (SqlError.isSqlError(error)) return error;
  if (error instanceof StoreFailed) return error.error;
  const inner = error instanceof PersistedQueue.PersistedQueueError ? error.cause : undefined;
  return Cause.isCause(inner) ? sqlErrorOf(inner) : undefined;
}
