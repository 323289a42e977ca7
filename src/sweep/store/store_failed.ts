import type { SqlError } from "effect/sql";
import { RunError } from "../../base/errors.ts";
import { describeSqlError, isDiskError } from "./describe_sql_error.ts";

/** A failure of the store, with what the database said. */
export class StoreFailed extends RunError {
  error: SqlError.SqlError | undefined;
}

/** @param own the file, where the store is that of one sweep alone and nobody chose it */
export function storeFailed(error: SqlError.SqlError, own?: string): StoreFailed {
  const what = own !== undefined && isDiskError(error)
    ? `Cannot write "${own}"`
    : "The store failed";
  const failed = new StoreFailed({ message: `${what}: ${describeSqlError(error)}` });
  failed.error = error;
  return failed;
}
