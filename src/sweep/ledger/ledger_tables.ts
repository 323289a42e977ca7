/** The ledger's tables; the same on SQLite and PostgreSQL. */
import { Effect } from "effect";
import { SqlClient, type SqlError } from "effect/sql";

/** Makes them where they are missing. */
export const makeTables: Effect.Effect<void, SqlError.SqlError, SqlClient.SqlClient> = Effect.gen(
  function* () {
    const sql = yield* SqlClient.SqlClient;
    const bytes = sql.onDialectOrElse({
      pg: () => sql.literal("BYTEA"),
      orElse: () => sql.literal("BLOB"),
    });
    yield* sql`CREATE TABLE IF NOT EXISTS unroll_trials (
      sweep TEXT NOT NULL, number INTEGER NOT NULL, assigned TEXT NOT NULL,
      pruned INTEGER NOT NULL, started DOUBLE PRECISION NOT NULL, PRIMARY KEY (sweep, number))`;
    yield* sql`CREATE TABLE IF NOT EXISTS unroll_tasks (
      sweep TEXT NOT NULL, trial INTEGER NOT NULL, rung INTEGER NOT NULL, repeat INTEGER NOT NULL,
      claim TEXT, worker TEXT, attempts INTEGER NOT NULL, run TEXT, step INTEGER,
      started DOUBLE PRECISION, ended DOUBLE PRECISION,
      value DOUBLE PRECISION, seconds DOUBLE PRECISION, failure TEXT,
      PRIMARY KEY (sweep, trial, rung, repeat))`;
    yield* addColumn("unroll_tasks", "saved INTEGER");
    yield* sql`CREATE TABLE IF NOT EXISTS unroll_workers (
      id TEXT PRIMARY KEY, parallel INTEGER NOT NULL, seen DOUBLE PRECISION NOT NULL)`;
    yield* sql`CREATE TABLE IF NOT EXISTS unroll_runs (
      sweep TEXT NOT NULL, trial INTEGER NOT NULL, repeat INTEGER NOT NULL,
      name TEXT NOT NULL, steps INTEGER NOT NULL, content ${bytes} NOT NULL,
      PRIMARY KEY (sweep, trial, repeat))`;
    // Last, since a worker takes its being there for all being there.
    yield* sql`CREATE TABLE IF NOT EXISTS unroll_sweeps (
      name TEXT PRIMARY KEY, hash TEXT NOT NULL, definition TEXT NOT NULL,
      started DOUBLE PRECISION NOT NULL, spent DOUBLE PRECISION NOT NULL, status TEXT NOT NULL)`;
    yield* addColumn("unroll_sweeps", "head TEXT");
  },
);

/** Adds a column to a table of an earlier version that lacks it. */
const addColumn = (table: string, column: string) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) =>
    sql.onDialectOrElse({
      pg: () =>
        Effect.asVoid(
          sql`ALTER TABLE ${sql(table)} ADD COLUMN IF NOT EXISTS ${sql.literal(column)}`,
        ),
      orElse: () =>
        Effect.gen(function* () {
          const names = yield* sql<{ name: string }>`SELECT name FROM pragma_table_info(${table})`;
          if (names.some(({ name }) => name === column.split(" ")[0])) return;
          yield* sql`ALTER TABLE ${sql(table)} ADD COLUMN ${sql.literal(column)}`;
        }),
    }));

/** Whether a sweep has made the tables. */
export const tablesExist: Effect.Effect<boolean, SqlError.SqlError, SqlClient.SqlClient> = Effect
  .flatMap(SqlClient.SqlClient, (sql) =>
    Effect.map(
      sql.onDialectOrElse({
        pg: () => sql`SELECT 1 WHERE to_regclass('unroll_sweeps') IS NOT NULL`,
        orElse: () => sql`SELECT 1 FROM sqlite_master WHERE name = 'unroll_sweeps'`,
      }),
      (rows) => rows.length > 0,
    ));
