/** Trials and their tasks as the ledger's tables hold them. */
import { Schema } from "effect";
import { ScalarValue } from "../records/definition.ts";
import { TaskRecord, type TrialRecord } from "../records/trial_record.ts";

/** A row of `unroll_trials`. */
export const TrialRow = Schema.Struct({
  number: Schema.Natural,
  /** Values of parameters by key path. */
  assigned: Schema.fromJsonString(Schema.Record(Schema.String, ScalarValue)),
  pruned: Schema.BooleanFromBit,
  started: Schema.Finite,
});

/** A row of `unroll_tasks`, with {@link claimed}. */
export const TaskRow = Schema.Struct({ ...TaskRecord.fields, claimed: Schema.BooleanFromBit });

/** Whether a worker has a task: a column that is the same in every database. */
export const claimed = "CASE WHEN claim IS NULL THEN 0 ELSE 1 END AS claimed";

/** Trials with their tasks, both in the order of the rows. */
export function trialRecords(
  trials: readonly (typeof TrialRow.Type)[],
  tasks: readonly TaskRecord[],
): readonly TrialRecord[] {
  const byTrial = Map.groupBy(tasks, ({ trial }) => trial);
  return trials.map(({ number, assigned, pruned, started }) => ({
    number,
    values: assigned,
    pruned,
    started,
    tasks: byTrial.get(number) ?? [],
  }));
}
