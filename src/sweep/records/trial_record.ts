/** A trial as the ledger stores it, and as samplers, stoppers and people see it. */
import { Schema } from "effect";
import { meanAndSpread } from "./repeat.ts";
import type { Assignment } from "../space/space.ts";
import type { ViewedTrial } from "./sweep_view.ts";
import type { RungResult, TrialState } from "../trial.ts";

/** One run of a trial up to one rung. */
export const TaskRecord = Schema.Struct({
  trial: Schema.Natural,
  rung: Schema.Natural,
  repeat: Schema.Natural,
  /** Whether a worker has it now. */
  claimed: Schema.Boolean,
  /** How often one began it. */
  attempts: Schema.Int,
  run: Schema.NullOr(Schema.String),
  /** Steps done when its worker last said so. */
  step: Schema.NullOr(Schema.Finite),
  /** Milliseconds since 1970. */
  started: Schema.NullOr(Schema.Finite),
  ended: Schema.NullOr(Schema.Finite),
  value: Schema.NullOr(Schema.Finite),
  /** Seconds of training. */
  seconds: Schema.NullOr(Schema.Finite),
  failure: Schema.NullOr(Schema.String),
});
export type TaskRecord = typeof TaskRecord.Type;

export interface TrialRecord {
  readonly number: number;
  readonly values: Assignment;
  readonly pruned: boolean;
  readonly started: number;
  readonly tasks: readonly TaskRecord[];
}

/** @param lastRung index of full length */
export function viewTrial(record: TrialRecord, lastRung: number): ViewedTrial {
  const { number, values, started, tasks } = record;
  const rungs: (RungResult & { readonly spread: number })[] = [];
  const byRung = Map.groupBy(tasks, ({ rung }) => rung);
  for (let rung = 0;; rung++) {
    const here = byRung.get(rung) ?? [];
    const found = here.flatMap(({ value }) => value === null ? [] : [value]);
    if (here.length === 0 || found.length < here.length) break;
    const { mean, spread } = meanAndSpread(found);
    rungs.push({ rung, value: mean, spread });
  }
  const failure = tasks.find((task) => task.failure !== null)?.failure ?? undefined;
  const state = stateOf(record, rungs.length, lastRung);
  const last = rungs.at(-1);
  const ends = tasks.flatMap(({ ended }) => ended === null ? [] : [ended]);
  const runs = new Map(tasks.flatMap(({ repeat, run }) => run === null ? [] : [[repeat, run]]));
  const inFlight = state === "running" || state === "waiting";
  return {
    number,
    values,
    state,
    rungs: rungs.map(({ rung, value }) => ({ rung, value })),
    ...(state === "finished" && last ? { objective: last.value } : {}),
    ...(last && tasks.some(({ repeat }) => repeat > 0) ? { spread: last.spread } : {}),
    runs: [...runs.values()],
    started,
    ...(inFlight || ends.length === 0 ? {} : { ended: ends.reduce((a, b) => Math.max(a, b)) }),
    ...(failure === undefined ? {} : { failure }),
  };
}

function stateOf({ tasks, pruned }: TrialRecord, reached: number, lastRung: number): TrialState {
  if (tasks.some(({ failure }) => failure !== null)) return "failed";
  if (pruned) return "pruned";
  if (tasks.every(({ ended }) => ended !== null)) return reached > lastRung ? "finished" : "paused";
  return tasks.some(({ claimed, ended }) => claimed && ended === null) ? "running" : "waiting";
}
