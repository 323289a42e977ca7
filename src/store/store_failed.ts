import type { SqlError } from "effect/sql";
import { RunError } from "../errors.ts";
import { describeSqlError } from "./describe_sql_error.ts";

/** A failure of the store, with what the database said. */
export class StoreFailed extends RunError {
  error: SqlError.SqlError | undefined;
}

export function storeFailed(error: SqlError.SqlError): StoreFailed {
  const failed = new StoreFailed({ message: `The store failed: ${describeSqlError(error)}` });
  failed.error = error;
  return failed;
}
