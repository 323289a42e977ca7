/** The trials of a sweep as its head knows them, between two looks into the ledger. */
import type { ViewedTrial } from "../records/sweep_view.ts";
import { isInFlight } from "../trial.ts";
import { type TaskRecord, type TrialRecord, viewTrial } from "../records/trial_record.ts";

export class TrialBook {
  /** What samplers, stoppers and people see of them, in the order of their numbers. */
  readonly trials: ViewedTrial[] = [];
  private readonly records: TrialRecord[] = [];

  /** @param lastRung index of full length */
  constructor(records: readonly TrialRecord[], readonly lastRung: number) {
    for (const record of records) this.write(record);
  }

  record(number: number): TrialRecord {
    return this.records[number]!;
  }

  /** Writes a trial, new or changed. */
  write(record: TrialRecord): ViewedTrial {
    this.records[record.number] = record;
    return this.trials[record.number] = viewTrial(record, this.lastRung);
  }

  /** Numbers of the trials that are under way or about to be. */
  inFlight(): readonly number[] {
    return this.trials.filter(isInFlight).map(({ number }) => number);
  }

  /** The tasks of some trials that have not ended. */
  openTasks(numbers: Iterable<number> = this.records.keys()): readonly TaskRecord[] {
    return [...numbers].flatMap((number) =>
      this.record(number).tasks.filter(({ ended }) => ended === null)
    );
  }

  hasFailed(): boolean {
    return this.trials.some(({ state }) => state === "failed");
  }
}
