/** The database of a sweep as a `SqlClient`; the client of PostgreSQL is loaded only if wanted. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Effect, Layer, Scope } from "effect";
import { Reactivity } from "effect/reactivity";
import { SqlClient, SqlError } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { tryWrite } from "../../base/files/file_error.ts";
import { briefly } from "./briefly.ts";
import { sqliteClient } from "./sqlite_client.ts";
import type { StoreAddress } from "./store_address.ts";
import { UnopenedStore } from "./store_failed.ts";

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
      Effect.catchIf(
        SqlError.isSqlError,
        (error) => Effect.fail(new UnopenedStore({ store: address.shown, error })),
      ),
    ),
  );

const openSqlite = (file: string) =>
  Effect.andThen(
    tryWrite(file, () => void mkdirSync(dirname(file), { recursive: true })),
    sqliteClient(file),
  );

/** Connections are closed with the scope; one that does not come back holds up no end. */
const openPostgres = Effect.fnUntraced(function* (
  { url }: Extract<StoreAddress, { kind: "postgres" }>,
) {
  const { make } = yield* Effect.promise(() => import("@effect/sql-pg/PgClient"));
  const pool = yield* Effect.acquireRelease(
    Scope.make(),
    (pool, exit) => briefly(Scope.close(pool, exit)),
  );
  return yield* make({
    url,
    applicationName: "unroll",
    connectTimeout: "10 seconds",
    maxConnections: 8,
    // A run that is kept in the store is one message.
    maxMessageSize: 2 ** 30,
  }).pipe(Scope.provide(pool), Effect.provide(Reactivity.layer));
});
