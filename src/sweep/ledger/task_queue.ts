/**
 * The queue that hands tasks to workers: each to one at a time, for as long as it renews its lease.
 */
import { Context, Effect, Layer, References, Schedule } from "effect";
import { PersistedQueue } from "effect/persistence";
import { SqlClient } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { storeFailure } from "../store/store_failure.ts";
import { makeTables } from "./ledger_tables.ts";
import { takeTask } from "./take_task.ts";
import { taskId, TrialTask } from "../records/trial_task.ts";

const queueName = "tasks";
const tableName = "unroll_queue";
/** Number of the lock under which processes make tables; any that no other program takes. */
const tableLock = 7285_0701;

export class TaskQueue extends Context.Service<TaskQueue, {
  /** Adds a task, unless the queue knows it already. */
  readonly offer: (task: TrialTask) => Effect.Effect<void, RunError>;
  /**
   * Waits for a task and works on it. If the work fails or is interrupted, the task goes back. It
   * is no failure if the queue can't be told: whoever gets the task again asks the ledger.
   */
  readonly take: <A, E, R>(
    work: (task: TrialTask) => Effect.Effect<A, E, R>,
  ) => Effect.Effect<A, E | RunError, R>;
  /** Forgets tasks that have ended, so that they may be offered again. */
  readonly forget: (tasks: readonly TrialTask[]) => Effect.Effect<void, RunError>;
  /** Corrects times that a clock that jumped has put into the future. */
  readonly mendTimes: Effect.Effect<void, RunError>;
}>()("unroll/sweep/TaskQueue") {
  /**
   * @param lease seconds after which a task whose worker says nothing goes to another
   */
  static readonly layer = (
    lease: number,
  ): Layer.Layer<TaskQueue, RunError, SqlClient.SqlClient> =>
    Layer.effect(TaskQueue, storeFailure(makeQueue(lease)));
}

const makeQueue = Effect.fnUntraced(function* (lease: number) {
  const sql = yield* SqlClient.SqlClient;
  const factory = Context.get(
    yield* Layer.build(Layer.provide(PersistedQueue.layer, queueStore(lease))),
    PersistedQueue.PersistedQueueFactory,
  );
  const queue = yield* factory.make({
    name: queueName,
    schema: TrialTask,
    // Attempts are counted in the ledger, and a task ends only there.
    maxAttempts: 2 ** 31 - 1,
    retrySchedule: Schedule.spaced("5 seconds"),
  });
  const now = sql.onDialectOrElse({
    pg: () => sql.literal("NOW()"),
    orElse: () => sql.literal("CURRENT_TIMESTAMP"),
  });
  const soon = sql.onDialectOrElse({
    pg: () => sql.literal("NOW() + INTERVAL '15 seconds'"),
    orElse: () => sql.literal("datetime(CURRENT_TIMESTAMP, '15 seconds')"),
  });
  const pending = sql`queue_name = ${queueName} AND state = 'pending'`;
  return TaskQueue.of({
    offer: (task: TrialTask) =>
      Effect.asVoid(storeFailure(
        Effect.catchTag(queue.offer(task, { id: taskId(task) }), "SchemaError", Effect.die),
      )),
    take: <A, E, R>(work: (task: TrialTask) => Effect.Effect<A, E, R>) => takeTask(queue, work),
    forget: (tasks: readonly TrialTask[]) =>
      Effect.forEach(
        tasks,
        (task) =>
          storeFailure(sql`
          DELETE FROM ${sql(tableName)} WHERE queue_name = ${queueName} AND id = ${taskId(task)}`),
        {
          discard: true,
        },
      ),
    mendTimes: Effect.asVoid(storeFailure(sql`
      UPDATE ${sql(tableName)} SET visible_at = ${now},
        acquired_at = CASE WHEN acquired_at > ${soon} THEN ${now} ELSE acquired_at END
      WHERE ${pending} AND (visible_at > ${soon} OR acquired_at > ${soon})`)),
  });
});

/** Milliseconds: a timer can't wait longer than 24 days. */
const mostRefresh = 60 * 60_000;

const queueStore = (lease: number) =>
  PersistedQueue.layerStoreSql({
    tableName,
    pollInterval: Math.min(1000, 250 * lease),
    lockRefreshInterval: Math.min(mostRefresh, 1000 * lease / 4),
    lockExpiration: 1000 * lease,
  }).pipe(
    // It would warn of a store that is unavailable twice a second; our own message comes once.
    Layer.provide(Layer.succeed(References.MinimumLogLevel, "None")),
  );

/**
 * Makes the missing tables of queue and ledger; processes that start at once take turns.
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

/** Ends all leases and pauses: at the start, for a store that no other process uses. */
export const releaseLeases: Effect.Effect<void, RunError, SqlClient.SqlClient> = Effect.flatMap(
  SqlClient.SqlClient,
  (sql) =>
    Effect.asVoid(storeFailure(sql`
      UPDATE ${sql(tableName)} SET acquired_at = NULL, acquired_by = NULL,
        visible_at = CASE WHEN visible_at > CURRENT_TIMESTAMP THEN CURRENT_TIMESTAMP
          ELSE visible_at END
      WHERE state = 'pending'`)),
);
