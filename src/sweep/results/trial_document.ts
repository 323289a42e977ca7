import type { ViewedTrial } from "../records/sweep_view.ts";

/** A trial, as the commands print it with `--json`. */
export const trialDocument = (
  { number, state, values, objective, spread, rungs, runs, started, ended, failure }: ViewedTrial,
) => ({
  trial: number,
  status: state,
  values,
  value: objective ?? null,
  spread: spread ?? null,
  rungs,
  runs,
  started: timeOf(started),
  ended: timeOf(ended),
  failure: failure ?? null,
});

/** Milliseconds since 1970 as a time in UTC. */
const timeOf = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined ? null : new Date(milliseconds).toISOString();
