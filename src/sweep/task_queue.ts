/** The queue that hands tasks to workers: each to one at a time, for as long as it renews its lease. */
import { Context, Effect, Layer, Schedule } from "effect";
import { PersistedQueue } from "effect/persistence";
import { SqlClient, type SqlError } from "effect/sql";
import type { RunError } from "../errors.ts";
import { storeFailure } from "../store/open_store.ts";
import { makeTables } from "./ledger_tables.ts";
import { TrialTask } from "./trial_task.ts";

const tableName = "unroll_queue";
/** Number of the lock under which processes make tables; any that no other program takes. */
const tableLock = 7285_0701;

export class TaskQueue extends Context.Service<
  TaskQueue,
  PersistedQueue.PersistedQueue<TrialTask>
>()("unroll/sweep/TaskQueue") {
  /**
   * @param lease seconds after which a task whose worker says nothing goes to another
   */
  static readonly layer = (
    lease: number,
  ): Layer.Layer<TaskQueue, SqlError.SqlError, SqlClient.SqlClient> =>
    Layer.effect(
      TaskQueue,
      PersistedQueue.make({
        name: "tasks",
        schema: TrialTask,
        // Attempts are counted in the ledger, and a task ends only there.
        maxAttempts: 2 ** 31 - 1,
        retrySchedule: Schedule.spaced("5 seconds"),
      }),
    ).pipe(
      Layer.provide(PersistedQueue.layer),
      Layer.provide(queueStore(lease)),
    );
}

const queueStore = (lease: number) =>
  PersistedQueue.layerStoreSql({
    tableName,
    pollInterval: Math.min(1000, 250 * lease),
    lockRefreshInterval: 1000 * lease / 4,
    lockExpiration: 1000 * lease,
  });

/**
 * Makes the tables of queue and ledger where they are missing; of several processes that begin at
 * once, one after the other.
 */
export const prepareStore: Effect.Effect<void, RunError, SqlClient.SqlClient> = Effect.scoped(
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient;
    yield* sql.onDialectOrElse({
      pg: () =>
        Effect.flatMap(sql.reserve, (connection) =>
          Effect.acquireRelease(
            connection.executeRaw(`SELECT pg_advisory_lock(${tableLock})`, []),
            () =>
              Effect.ignore(connection.executeRaw(`SELECT pg_advisory_unlock(${tableLock})`, [])),
          )),
      orElse: () => Effect.void,
    });
    yield* Layer.build(queueStore(60));
    yield* makeTables;
  }),
).pipe(storeFailure);

/** Ends every lease at once: for a store that no other process uses, after a kill. */
export const releaseLeases: Effect.Effect<void, RunError, SqlClient.SqlClient> = Effect.flatMap(
  SqlClient.SqlClient,
  (sql) =>
    Effect.asVoid(storeFailure(sql`
      UPDATE ${sql(tableName)} SET acquired_at = NULL, acquired_by = NULL
      WHERE state = 'pending' AND acquired_by IS NOT NULL`)),
);
