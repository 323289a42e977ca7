/** Runs that differ in nothing but their seed, taken together. */
import type { RunView } from "./run_view.ts";

export interface RepeatedRuns {
  /** Places of the runs in the list that was given. */
  readonly members: readonly number[];
  /** Mean of their least watched losses, nats per token. */
  readonly mean: number;
  /** Standard error of the mean: the sample's standard deviation over √n. */
  readonly error: number;
}

/** What of a config makes no other experiment. */
const aside = new Set(["name", "seed"]);

/** The groups of two and more finished losses, the best first. */
export function repeatedRuns(runs: readonly RunView[]): readonly RepeatedRuns[] {
  const groups = Map.groupBy(runs.keys(), (place) => {
    const { settings, manifest } = runs[place]!;
    const kept = Object.entries(settings).filter(([key]) => !aside.has(key));
    return JSON.stringify([manifest.hashes.corpus, kept.sort(([a], [b]) => a < b ? -1 : 1)]);
  });
  return [...groups.values()].flatMap((places) => {
    const members = places.filter((place) => runs[place]!.manifest.outcome.best !== null);
    if (members.length < 2) return [];
    const losses = members.map((place) => runs[place]!.manifest.outcome.best!);
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    const square = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
    return [{ members, mean, error: Math.sqrt(square / (losses.length - 1) / losses.length) }];
  }).sort((a, b) => a.mean - b.mean);
}

/**
 * Welch's t: the difference of two means in standard errors of that difference. Beyond 2 it is seldom
 * by chance, with ten runs and more; with three, beyond 3.
 */
export const welch = (a: RepeatedRuns, b: RepeatedRuns): number =>
  (b.mean - a.mean) / Math.hypot(a.error, b.error);
