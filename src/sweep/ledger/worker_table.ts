/** The workers that have registered in the ledger. */
import { Effect, Schema } from "effect";
import { SqlClient, SqlSchema } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { execute, read } from "./statements.ts";

export interface WorkerTable {
  /** Records that a worker can take so many tasks at once. */
  readonly beat: (worker: string, parallel: number) => Effect.Effect<void, RunError>;
  /** Number of tasks that the workers seen within the last seconds can take at once. */
  readonly workerSlots: (seconds: number) => Effect.Effect<number, RunError>;
}

export const makeWorkerTable: Effect.Effect<WorkerTable, never, SqlClient.SqlClient> = Effect.gen(
  function* () {
    const sql = yield* SqlClient.SqlClient;
    /** Milliseconds; the machines' own clocks may differ. */
    const clockOfStore = sql.onDialectOrElse({
      pg: () => sql.literal("(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::float8"),
      orElse: () => sql.literal("((julianday('now') - 2440587.5) * 86400000.0)"),
    });
    const heardOf = SqlSchema.findAll({
      Request: Schema.Finite,
      Result: Schema.Struct({ parallel: Schema.Int }),
      execute: (seconds) =>
        sql`SELECT parallel FROM unroll_workers
          WHERE seen BETWEEN ${clockOfStore} - ${1000 * seconds}
            AND ${clockOfStore} + ${1000 * seconds}`,
    });
    return {
      beat: (worker, parallel) =>
        execute(sql`
          INSERT INTO unroll_workers (id, parallel, seen)
          VALUES (${worker}, ${parallel}, ${clockOfStore})
          ON CONFLICT (id) DO UPDATE SET parallel = excluded.parallel, seen = excluded.seen`),
      workerSlots: (seconds) =>
        Effect.map(
          read("unroll_workers", heardOf(seconds)),
          (rows) => rows.reduce((sum, { parallel }) => sum + parallel, 0),
        ),
    };
  },
);
