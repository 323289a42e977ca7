/** The database of a sweep as a `SqlClient`; the client of PostgreSQL is loaded only if wanted. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Effect, Layer } from "effect";
import { Reactivity } from "effect/reactivity";
import { SqlClient, type SqlError } from "effect/sql";
import { RunError } from "../errors.ts";
import { tryWrite } from "../files/file_error.ts";
import { describeSqlError } from "./describe_sql_error.ts";
import { sqliteClient } from "./sqlite_client.ts";
import type { StoreAddress } from "./store_address.ts";

/** Opens the store with the layer's scope, and fails at once where that is not possible. */
export const storeLayer = (
  address: StoreAddress,
): Layer.Layer<SqlClient.SqlClient, RunError> =>
  Layer.effect(SqlClient.SqlClient)(
    Effect.gen(function* () {
      const client = address.kind === "sqlite"
        ? yield* openSqlite(address.file)
        : yield* openPostgres(address);
      yield* client`SELECT 1`;
      return client;
    }).pipe(
      Effect.catchTag("SqlError", (error) => Effect.fail(cannotOpen(address, error))),
    ),
  );

const openSqlite = (file: string) =>
  Effect.andThen(
    tryWrite(file, () => void mkdirSync(dirname(file), { recursive: true })),
    sqliteClient(file),
  );

const openPostgres = ({ url }: Extract<StoreAddress, { kind: "postgres" }>) =>
  Effect.promise(() => import("@effect/sql-pg/PgClient")).pipe(
    Effect.flatMap(({ make }) =>
      make({
        url,
        applicationName: "unroll",
        connectTimeout: "10 seconds",
        maxConnections: 8,
        // A run that is kept in the store is one message.
        maxMessageSize: 2 ** 30,
      })
    ),
    Effect.provide(Reactivity.layer),
  );

const cannotOpen = ({ shown }: StoreAddress, error: SqlError.SqlError) =>
  new RunError({ message: `Cannot open the store "${shown}": ${describeSqlError(error)}` });
