/** How the ledger's statements are run: each waits while the store is unavailable. */
import { Effect, Schema } from "effect";
import type { SqlError } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { storeFailure } from "../store/store_failure.ts";
import { DamagedStore } from "./damaged_ledger.ts";

/** Runs a statement for what it does. */
export const execute = <A, R>(
  statement: Effect.Effect<A, SqlError.SqlError, R>,
): Effect.Effect<void, RunError, R> => Effect.asVoid(storeFailure(statement));

/** Runs a statement that returns the rows that it changed; whether there were any. */
export const executeAny = <R>(
  statement: Effect.Effect<readonly unknown[], SqlError.SqlError, R>,
): Effect.Effect<boolean, RunError, R> =>
  Effect.map(storeFailure(statement), (rows) => rows.length > 0);

/** Runs a query that decodes its rows. Fails with a {@link DamagedStore} where one can't be. */
export const read = <A, R>(
  table: string,
  query: Effect.Effect<A, SqlError.SqlError | Schema.SchemaError, R>,
): Effect.Effect<A, RunError, R> =>
  Effect.catchIf(
    storeFailure(query),
    Schema.isSchemaError,
    (cause) => Effect.fail(new DamagedStore({ table, cause })),
  );
