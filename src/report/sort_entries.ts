/** The order of a list of runs. */
import { isSweepEntry, type ListEntry } from "./fold_trials.ts";

/** What a list can be sorted by. */
export const sortKeys = ["started", "name", "status", "steps", "perplexity"] as const;
export type SortKey = (typeof sortKeys)[number];

/**
 * Sorts entries: the earliest, the first of the alphabet, the most steps or the best first. Those
 * that lack the key come last, and equal ones are sorted by their start.
 */
export function sortEntries(entries: readonly ListEntry[], by: SortKey): readonly ListEntry[] {
  const keyOf = keys[by];
  return entries.toSorted((a, b) =>
    compare(keyOf(a), keyOf(b)) || compare(a.started, b.started) || compare(nameOf(a), nameOf(b))
  );
}

/** The directory under which an entry is listed. */
export const nameOf = (entry: ListEntry): string => isSweepEntry(entry) ? entry.sweep : entry.run;

type Key = string | number | null;

const keys: Readonly<Record<SortKey, (entry: ListEntry) => Key>> = {
  started: ({ started }) => started,
  name: nameOf,
  status: (entry) => isSweepEntry(entry) ? null : entry.status,
  steps: (entry) => isSweepEntry(entry) ? null : -entry.steps,
  perplexity: ({ loss }) => loss,
};

function compare(a: Key, b: Key): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : a > b ? 1 : 0;
}
