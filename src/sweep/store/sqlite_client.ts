/**
 * A thin `SqlClient` of effect/sql over the runtime's built-in SQLite. There is one connection per
 * process, used by one statement or transaction at a time; other processes may have the same file
 * open. Transactions lock the file for writing from the start (`BEGIN IMMEDIATE`), so none fails
 * half way.
 *
 * The file is in write-ahead mode and flushed at checkpoints of the log, not at every transaction.
 * A killed process loses nothing. A power failure may lose the last transactions but damages
 * nothing.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { Effect, type Scope, Semaphore, Stream } from "effect";
import { SqlClient, type SqlConnection, SqlError, Statement } from "effect/sql";
import { Reactivity } from "effect/reactivity";
import { isSqliteBusy } from "../../base/files/sqlite_code.ts";

/**
 * Milliseconds that a statement waits for another process's transaction: without a break, when
 * nothing else can run, and in total, with pauses in which training continues and Ctrl-C is
 * noticed.
 */
const busy = { atOnce: 20, pause: 20, inAll: 20_000 };

/** Opens (or makes) the file; it is closed with the scope. */
export const sqliteClient = Effect.fnUntraced(function* (
  file: string,
): Effect.fn.Return<SqlClient.SqlClient, SqlError.SqlError, Scope.Scope> {
  const database = yield* Effect.acquireRelease(
    attempt("open", () => openDatabase(file)),
    (database) => Effect.sync(() => database.close()),
  );
  const connection = connect(database);
  const acquirers = SqlClient.makeSqliteAcquirers({
    connection: Effect.succeed(connection),
    semaphore: yield* Semaphore.make(1),
  });
  return yield* SqlClient.make({
    ...acquirers,
    compiler: Statement.makeCompilerSqlite(),
    driver: "node-sqlite",
    spanAttributes: [],
    beginTransaction: "BEGIN IMMEDIATE",
    releaseSavepoint: (name) => `RELEASE SAVEPOINT ${name}`,
  }).pipe(Effect.provide(Reactivity.layer));
});

function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec(
      `PRAGMA busy_timeout = ${busy.atOnce}; PRAGMA journal_mode = WAL;
       PRAGMA synchronous = NORMAL`,
    );
    return database;
  } catch (cause) {
    database.close(); // it is opened again, see attempt
    throw cause;
  }
}

/**
 * Runs a statement; one that another process's transaction is in the way of has done nothing, and
 * is run again. The first of a transaction takes the right to write, so none does later.
 */
const attempt = <A>(
  operation: string,
  run: () => A,
  waited = 0,
): Effect.Effect<A, SqlError.SqlError> =>
  Effect.try({
    try: run,
    catch: (cause) => {
      const message = cause instanceof Error ? cause.message : String(cause);
      const reason = SqlError.classifySqliteError(cause, { message, operation });
      return new SqlError.SqlError({ reason });
    },
  }).pipe(
    // Not by a schedule: only its pauses can be interrupted, a transaction's statements can't.
    Effect.catchIf((error) => waited < busy.inAll && isSqliteBusy(error.reason.cause), () =>
      Effect.interruptible(Effect.sleep(busy.pause)).pipe(
        Effect.andThen(attempt(operation, run, waited + busy.atOnce + busy.pause)),
      )),
  );

function connect(database: DatabaseSync): SqlConnection.Connection {
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const all = (sql: string, params: readonly unknown[], once = false) =>
    attempt("execute", () => {
      const statement = once ? database.prepare(sql) : prepare(sql);
      return statement.all(...params.map(bindable)) as Record<string, unknown>[];
    });
  const execute: SqlConnection.Connection["execute"] = (sql, params, transform) =>
    Effect.map(all(sql, params), (rows) => transform?.(rows) ?? rows);
  const values = (sql: string, params: readonly unknown[]) =>
    Effect.map(all(sql, params), (rows) => rows.map((row) => Object.values(row)));
  return {
    execute,
    executeRaw: all,
    executeStream: (sql, params, transform) =>
      Stream.unwrap(Effect.map(execute(sql, params, transform), Stream.fromIterable)),
    executeValues: values,
    executeValuesUnprepared: values,
    executeUnprepared: (sql, params, transform) =>
      Effect.map(all(sql, params, true), (rows) => transform?.(rows) ?? rows),
  };
}

/** A parameter as SQLite takes it. */
function bindable(value: unknown): SQLInputValue {
  if (value === undefined) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  return value as SQLInputValue; // what it does not take, it refuses with a message
}
