/** Conditions on rows of `unroll_tasks`. */
import type { SqlClient, Statement } from "effect/sql";
import type { TrialTask } from "../records/trial_task.ts";

/** The row of a task. */
export const thisTask = (
  sql: SqlClient.SqlClient,
  { sweep, trial, rung, repeat }: TrialTask,
): Statement.Fragment =>
  sql`sweep = ${sweep} AND trial = ${trial} AND rung = ${rung} AND repeat = ${repeat}`;

/** The row of a task, while it has not ended and is still the claimant's. */
export const thisClaim = (
  sql: SqlClient.SqlClient,
  task: TrialTask,
  claim: string,
): Statement.Fragment => sql`${thisTask(sql, task)} AND claim = ${claim} AND ended IS NULL`;
