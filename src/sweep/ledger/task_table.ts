/** The ledger's tasks: who has each, how often it was begun, and how it ended. */
import { Clock, Effect, Option, Schema } from "effect";
import { SqlClient, SqlSchema } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { execute, executeAny, read } from "./statements.ts";
import { TrialTask } from "../records/trial_task.ts";
import { thisClaim, thisTask } from "./task_conditions.ts";

/** How a task ended. */
export type TaskResult =
  | { readonly value: number; readonly run: string; readonly seconds: number }
  | { readonly failure: string; readonly run: string | null };

export interface TaskTable {
  /** Writes a task that nobody has begun; one that is there already stays as it is. */
  readonly addTask: (task: TrialTask) => Effect.Effect<void, RunError>;
  /** Reopens failed tasks as if nobody had begun them, and returns them. */
  readonly reopenFailed: (name: string) => Effect.Effect<readonly TrialTask[], RunError>;
  /**
   * Gives a task to the claimant, whoever had it before. Returns the number of attempts without a
   * new checkpoint, this one included; none if the task has ended or its sweep is not running.
   */
  readonly claim: (
    task: TrialTask,
    claim: string,
    worker: string,
  ) => Effect.Effect<Option.Option<number>, RunError>;
  /**
   * Notes the checkpoint from which a training starts. Returns the number of attempts since a newer
   * one was noted, this one included.
   */
  readonly setOut: (
    task: TrialTask,
    claim: string,
    saved: number,
  ) => Effect.Effect<number, RunError>;
  /** Whether the task is still the claimant's; notes how far it is. */
  readonly holds: (
    task: TrialTask,
    claim: string,
    step: number,
  ) => Effect.Effect<boolean, RunError>;
  /** Gives a task back; the attempt counts or not. */
  readonly release: (
    task: TrialTask,
    claim: string,
    counts: boolean,
  ) => Effect.Effect<void, RunError>;
  /**
   * Notes that a task was taken over from a process that is still alive: its attempt doesn't count.
   */
  readonly outlive: (task: TrialTask) => Effect.Effect<void, RunError>;
  /** Ends a task if the claimant still has it, and returns whether it did. */
  readonly end: (
    task: TrialTask,
    claim: string,
    result: TaskResult,
  ) => Effect.Effect<boolean, RunError>;
}

const table = "unroll_tasks";

const Attempts = Schema.Struct({ attempts: Schema.Int });

export const makeTaskTable: Effect.Effect<TaskTable, never, SqlClient.SqlClient> = Effect.gen(
  function* () {
    const sql = yield* SqlClient.SqlClient;
    const clock = yield* Clock.Clock;
    const now = () => clock.currentTimeMillisUnsafe();
    const reopen = SqlSchema.findAll({
      Request: Schema.String,
      Result: TrialTask,
      execute: (name) =>
        sql`UPDATE unroll_tasks SET claim = NULL, worker = NULL, attempts = 0, saved = NULL,
            started = NULL, ended = NULL, failure = NULL
          WHERE sweep = ${name} AND failure IS NOT NULL RETURNING sweep, trial, rung, repeat`,
    });
    const claim = SqlSchema.findOneOption({
      Request: Schema.Struct({ task: TrialTask, claim: Schema.String, worker: Schema.String }),
      Result: Attempts,
      execute: ({ task, claim, worker }) =>
        sql`UPDATE unroll_tasks SET worker = ${worker}, started = COALESCE(started, ${now()}),
            attempts = CASE WHEN claim = ${claim} THEN attempts ELSE attempts + 1 END,
            claim = ${claim}
          WHERE ${thisTask(sql, task)} AND ended IS NULL AND EXISTS (
            SELECT 1 FROM unroll_sweeps WHERE name = ${task.sweep} AND status = 'running')
          RETURNING attempts`,
    });
    const setOut = SqlSchema.findOneOption({
      Request: Schema.Struct({ task: TrialTask, claim: Schema.String, saved: Schema.Natural }),
      Result: Attempts,
      execute: ({ task, claim, saved }) =>
        sql`UPDATE unroll_tasks SET
            saved = CASE WHEN COALESCE(saved, 0) < ${saved} THEN ${saved}
              ELSE COALESCE(saved, 0) END,
            attempts = CASE WHEN COALESCE(saved, 0) < ${saved} THEN 1 ELSE attempts END
          WHERE ${thisClaim(sql, task, claim)} RETURNING attempts`,
    });
    return {
      addTask: ({ sweep, trial, rung, repeat }) =>
        execute(sql`INSERT INTO unroll_tasks (sweep, trial, rung, repeat, attempts)
          VALUES (${sweep}, ${trial}, ${rung}, ${repeat}, 0)
          ON CONFLICT (sweep, trial, rung, repeat) DO NOTHING`),
      reopenFailed: (name) => read(table, reopen(name)),
      claim: (task, token, worker) =>
        Effect.map(
          read(table, claim({ task, claim: token, worker })),
          Option.map(({ attempts }) => attempts),
        ),
      setOut: (task, claim, saved) =>
        Effect.map(
          read(table, setOut({ task, claim, saved })),
          Option.match({ onNone: () => 0, onSome: ({ attempts }) => attempts }),
        ),
      holds: (task, claim, step) =>
        executeAny(sql`UPDATE unroll_tasks SET step = ${step}
          WHERE ${thisClaim(sql, task, claim)} RETURNING step`),
      release: (task, claim, counts) =>
        execute(sql`UPDATE unroll_tasks SET claim = NULL, attempts = attempts - ${counts ? 0 : 1}
          WHERE ${thisClaim(sql, task, claim)}`),
      outlive: (task) =>
        execute(sql`UPDATE unroll_tasks SET attempts = attempts - 1
          WHERE ${thisTask(sql, task)} AND ended IS NULL AND attempts > 1`),
      end: (task, claim, result) => {
        const ended = { ended: now(), value: null, seconds: null, failure: null, ...result };
        return executeAny(sql`
          UPDATE unroll_tasks SET ended = ${ended.ended}, value = ${ended.value},
            seconds = ${ended.seconds}, failure = ${ended.failure}, run = ${ended.run}
          WHERE ${thisTask(sql, task)} AND claim = ${claim} RETURNING trial`);
      },
    };
  },
);
