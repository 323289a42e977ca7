/** The ledger's trials, with the values that each was given and what has come of its tasks. */
import { Effect, Option, Schema } from "effect";
import { SqlClient, SqlSchema } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import type { Assignment } from "../space/space.ts";
import { execute, read } from "./statements.ts";
import { claimed, TaskRow, trialRecords, TrialRow } from "./trial_rows.ts";
import type { TaskRecord, TrialRecord } from "../records/trial_record.ts";

export interface TrialTable {
  /** Trials in the order of their numbers. */
  readonly trials: (name: string) => Effect.Effect<readonly TrialRecord[], RunError>;
  readonly values: (name: string, number: number) => Effect.Effect<Assignment, RunError>;
  /** The tasks of some trials. */
  readonly tasks: (
    name: string,
    trials: readonly number[],
  ) => Effect.Effect<readonly TaskRecord[], RunError>;
  /** Writes a trial; one that is there already stays as it is. */
  readonly addTrial: (
    name: string,
    number: number,
    values: Assignment,
    started: number,
  ) => Effect.Effect<void, RunError>;
  readonly prune: (name: string, number: number) => Effect.Effect<void, RunError>;
}

const table = "unroll_trials";
const taskTable = "unroll_tasks";

export const makeTrialTable: Effect.Effect<TrialTable, never, SqlClient.SqlClient> = Effect.gen(
  function* () {
    const sql = yield* SqlClient.SqlClient;
    const columns = sql.literal(
      `trial, rung, repeat, ${claimed}, attempts, run, step, started, ended, value, seconds,
        failure`,
    );
    const ofSweep = SqlSchema.findAll({
      Request: Schema.String,
      Result: TrialRow,
      execute: (name) =>
        sql`SELECT number, assigned, pruned, started FROM unroll_trials
          WHERE sweep = ${name} ORDER BY number`,
    });
    const tasksOfSweep = SqlSchema.findAll({
      Request: Schema.String,
      Result: TaskRow,
      execute: (name) =>
        sql`SELECT ${columns} FROM unroll_tasks WHERE sweep = ${name}
          ORDER BY trial, rung, repeat`,
    });
    const tasksOfTrials = SqlSchema.findAll({
      Request: Schema.Struct({ name: Schema.String, trials: Schema.Array(Schema.Natural) }),
      Result: TaskRow,
      execute: ({ name, trials }) =>
        sql`SELECT ${columns} FROM unroll_tasks
          WHERE sweep = ${name} AND ${sql.in("trial", trials)} ORDER BY trial, rung, repeat`,
    });
    const valuesOf = SqlSchema.findOneOption({
      Request: Schema.Struct({ name: Schema.String, number: Schema.Natural }),
      Result: Schema.Struct({ assigned: TrialRow.fields.assigned }),
      execute: ({ name, number }) =>
        sql`SELECT assigned FROM unroll_trials WHERE sweep = ${name} AND number = ${number}`,
    });
    return {
      trials: Effect.fnUntraced(function* (name) {
        const trials = yield* read(table, ofSweep(name));
        return trialRecords(trials, yield* read(taskTable, tasksOfSweep(name)));
      }),
      values: (name, number) =>
        Effect.map(
          read(table, valuesOf({ name, number })),
          Option.match({ onNone: () => ({}), onSome: ({ assigned }) => assigned }),
        ),
      tasks: (name, trials) =>
        trials.length === 0 ? Effect.succeed([]) : read(taskTable, tasksOfTrials({ name, trials })),
      addTrial: (name, number, values, started) =>
        execute(sql`INSERT INTO unroll_trials (sweep, number, assigned, pruned, started)
          VALUES (${name}, ${number}, ${JSON.stringify(values)}, 0, ${started})
          ON CONFLICT (sweep, number) DO NOTHING`),
      prune: (name, number) =>
        execute(
          sql`UPDATE unroll_trials SET pruned = 1 WHERE sweep = ${name} AND number = ${number}`,
        ),
    };
  },
);
