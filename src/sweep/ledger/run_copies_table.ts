/** Copies of run directories in the ledger, for workers that share no files. */
import { Effect, type Option, Schema } from "effect";
import { SqlClient, SqlSchema } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { execute, read } from "./statements.ts";
import { TrialTask } from "../records/trial_task.ts";
import { thisClaim } from "./task_conditions.ts";

/** A copy of a run directory. */
const KeptRun = Schema.Struct({
  /** Name of the directory. */
  name: Schema.String,
  steps: Schema.Int,
  /** As `packRun` makes it. */
  content: Schema.Uint8Array,
});
export type KeptRun = typeof KeptRun.Type;

/** A larger copy is neither kept nor read: it is one message of a connection. */
export const mostRunBytes = 2 ** 30 - 2 ** 16;

/** Longest name of a directory that is read. */
const mostNameLength = 1000;

export interface KeptRuns {
  /**
   * Keeps a copy of a task's run, with the steps that it has done, if the claimant has the task.
   */
  readonly keepRun: (
    task: TrialTask,
    claim: string,
    run: KeptRun,
  ) => Effect.Effect<void, RunError>;
  /**
   * The copy of the run that belongs to a task, whichever worker and rung it is from; none where it
   * is larger than {@link mostRunBytes}.
   */
  readonly keptRun: (task: TrialTask) => Effect.Effect<Option.Option<KeptRun>, RunError>;
}

export const makeKeptRuns: Effect.Effect<KeptRuns, never, SqlClient.SqlClient> = Effect.gen(
  function* () {
    const sql = yield* SqlClient.SqlClient;
    const find = SqlSchema.findOneOption({
      Request: TrialTask,
      Result: KeptRun,
      execute: ({ sweep, trial, repeat }) =>
        sql`SELECT name, steps, content FROM unroll_runs
          WHERE sweep = ${sweep} AND trial = ${trial} AND repeat = ${repeat}
            AND length(content) <= ${mostRunBytes} AND length(name) <= ${mostNameLength}`,
    });
    return {
      keepRun: (task, claim, { name, steps, content }) =>
        execute(sql`
          INSERT INTO unroll_runs (sweep, trial, repeat, name, steps, content)
          SELECT ${task.sweep}, ${task.trial}, ${task.repeat}, ${name}, ${steps}, ${content}
          FROM unroll_tasks WHERE ${thisClaim(sql, task, claim)}
          ON CONFLICT (sweep, trial, repeat) DO UPDATE SET
            name = excluded.name, steps = excluded.steps, content = excluded.content`),
      keptRun: (task) => read("unroll_runs", find(task)),
    };
  },
);
