/** One head per sweep: no two processes coordinate the same one. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Effect, Exit, Schedule, Scope } from "effect";
import { SqlClient, type SqlConnection, type SqlError } from "effect/sql";
import type { InputError, RunError } from "../../base/errors.ts";
import { tryWriteGiven } from "../../base/files/file_error.ts";
import { DirectoryInUse, lockDirectory } from "../../base/files/lock.ts";
import type { StoreAddress } from "../store/store_address.ts";
import { storeFailure } from "../store/store_failure.ts";
import { HeldSweep } from "./sweep_in_use.ts";

/** First half of the locks' numbers; any that no other program takes. */
const sweepLocks = 7285_0702;

/** Milliseconds between two checks of a connection that holds a lock; they keep it from idling. */
const look = 2000;

/**
 * Watches over a lock: takes it again if it was lost, and fails if another process has it by then.
 */
export type Watch = Effect.Effect<never, InputError | RunError>;

/**
 * Holds a sweep until the scope closes or the process ends. Fails with a {@link HeldSweep} if
 * another process holds it. A connection may be lost unnoticed: run the watch beside the work.
 */
export const holdSweep = (
  name: string,
  address: StoreAddress,
): Effect.Effect<Watch, InputError | RunError, Scope.Scope | SqlClient.SqlClient> =>
  address.kind === "sqlite"
    ? Effect.as(holdDirectory(name, join(`${address.file}.locks`, name)), Effect.never)
    : holdInDatabase(name);

/** {@link holdSweep} by a directory of its own. */
export const holdDirectory = Effect.fnUntraced(function* (
  name: string,
  directory: string,
): Effect.fn.Return<void, InputError | RunError, Scope.Scope> {
  yield* tryWriteGiven(directory, () => mkdirSync(directory, { recursive: true }));
  yield* lockDirectory(directory).pipe(
    Effect.catchIf(
      (error) => error instanceof DirectoryInUse,
      () => Effect.fail(new HeldSweep({ sweep: name })),
    ),
  );
});

/** A connection with the lock, until its scope closes. */
interface Held {
  readonly connection: SqlConnection.Connection;
  readonly scope: Scope.Closeable;
  /** Names the connection for the server. */
  readonly session: string;
}

const holdInDatabase = Effect.fnUntraced(function* (
  name: string,
): Effect.fn.Return<Watch, InputError | RunError, Scope.Scope | SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient;
  let held: Held | undefined;
  const letGo = Effect.suspend(() =>
    held === undefined ? Effect.void : Scope.close(held.scope, Exit.void)
  );
  yield* Effect.addFinalizer(() => letGo);
  const take = Effect.gen(function* () {
    const before = held?.session;
    yield* letGo;
    held = undefined;
    held = yield* reserve(sql);
    if (before !== undefined) yield* held.connection.execute(endSession, [before], undefined);
    const [row] = yield* held.connection.execute(takeLock, [sweepLocks, name], undefined);
    return row?.["held"] === true;
  });
  const hold = Effect.filterOrFail(
    storeFailure(take),
    (held) => held,
    () => new HeldSweep({ sweep: name }),
  );
  yield* hold;
  const heldStill = Effect.suspend(() => held!.connection.execute("SELECT 1", [], undefined)).pipe(
    Effect.exit,
    Effect.flatMap((alive) => Exit.isFailure(alive) ? hold : Effect.void),
  );
  return Effect.andThen(Effect.schedule(heldStill, Schedule.spaced(look)), Effect.never);
});

/**
 * A connection that is lost before it has the lock goes back to the pool, or that would lack it for
 * good.
 */
const reserve = (sql: SqlClient.SqlClient): Effect.Effect<Held, SqlError.SqlError> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(Scope.make(), (scope) =>
      restore(Effect.gen(function* () {
        const connection = yield* Scope.provide(sql.reserve, scope);
        return { connection, scope, session: yield* sessionOf(connection) };
      })).pipe(Effect.onError((cause) => Scope.close(scope, Exit.failCause(cause)))))
  );

const takeLock = "SELECT pg_try_advisory_lock($1::int, hashtext($2)) AS held";

/** A connection that is lost here may be alive for the server, and hold the lock for hours. */
const endSession = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE pid || ' ' || backend_start::text = $1 AND pid <> pg_backend_pid()`;

const sessionOf = (connection: SqlConnection.Connection) =>
  Effect.map(
    connection.execute(
      `SELECT pid || ' ' || backend_start::text AS session FROM pg_stat_activity
       WHERE pid = pg_backend_pid()`,
      [],
      undefined,
    ),
    ([row]) => String(row?.["session"]),
  );
