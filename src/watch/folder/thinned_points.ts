import type { CurvePoint } from "./watched_run.ts";

/** Points of a split that are kept, about. */
const limit = 4000;

/**
 * Takes points one after another, and keeps of each split every one, or every second, fourth, eighth
 * … where there are more than can be seen, and always the last.
 */
export function thinnedPoints(): {
  readonly add: (point: CurvePoint) => void;
  readonly points: () => readonly CurvePoint[];
} {
  const splits = new Map<
    string,
    { kept: CurvePoint[]; every: number; count: number; last: CurvePoint }
  >();
  return {
    add: (point) => {
      const split = splits.get(point.split) ?? { kept: [], every: 1, count: 0, last: point };
      splits.set(point.split, split);
      split.last = point;
      if (split.count++ % split.every > 0) return;
      split.kept.push(point);
      if (split.kept.length < 2 * limit) return;
      split.kept = split.kept.filter((_, i) => i % 2 === 0);
      split.every *= 2;
    },
    points: () =>
      [...splits.values()]
        .flatMap(({ kept, last }) => kept.at(-1) === last ? kept : [...kept, last])
        .sort((a, b) => a.step - b.step),
  };
}
