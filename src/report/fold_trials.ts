/** A list of runs in which the trials of a sweep are one entry. */
import type { ListedRun } from "../use/list_runs.ts";

/** A run, and the directory of the sweep whose trial it is. */
export interface RunEntry extends ListedRun {
  readonly sweep: string | null;
}

/** The trials of one sweep that a list has. */
export interface SweepEntry extends Pick<ListedRun, "loss" | "perplexity" | "bitsPerToken"> {
  /** Directory of the sweep. */
  readonly sweep: string;
  /** Runs of the list that it stands for. */
  readonly trials: number;
  /** How many of them have each status. */
  readonly statuses: Readonly<Partial<Record<ListedRun["status"], number>>>;
  /** The best of them, whose loss it is; null where none was measured. */
  readonly run: string | null;
  /** When the first of them was started. */
  readonly started: string;
}

export type ListEntry = RunEntry | SweepEntry;

export const isSweepEntry = (entry: ListEntry): entry is SweepEntry => "trials" in entry;

/** Puts one entry in the place of a sweep's trials. */
export function foldTrials(runs: readonly RunEntry[]): readonly ListEntry[] {
  const bySweep = Map.groupBy(runs, ({ sweep }) => sweep);
  return [...bySweep].flatMap(([sweep, trials]): readonly ListEntry[] =>
    sweep === null ? trials : [foldSweep(sweep, trials)]
  );
}

function foldSweep(sweep: string, trials: readonly RunEntry[]): SweepEntry {
  const byStatus = Map.groupBy(trials, ({ status }) => status);
  const measured = trials.filter(({ loss }) => loss !== null);
  const best = measured.toSorted((a, b) => a.loss! - b.loss!)[0];
  return {
    sweep,
    trials: trials.length,
    statuses: Object.fromEntries([...byStatus].map(([status, { length }]) => [status, length])),
    run: best?.run ?? null,
    loss: best?.loss ?? null,
    perplexity: best?.perplexity ?? null,
    bitsPerToken: best?.bitsPerToken ?? null,
    started: trials.map(({ started }) => started).toSorted()[0]!,
  };
}
