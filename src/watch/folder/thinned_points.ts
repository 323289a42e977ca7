import { curvePoint } from "./curve_point.ts";
import type { CurvePoint } from "./watched_run.ts";

interface Split {
  readonly kept: CurvePoint[];
  every: number;
  count: number;
  /** The last line, where it was left out. */
  left: string | undefined;
}

/**
 * Takes lines of metrics one after another, and keeps of each split every one, or every second,
 * fourth, eighth … where there are more than can be seen, and always the last. What is left out is
 * not even parsed.
 *
 * @param limit points of a split that are kept, at most twice as many
 */
export function thinnedPoints(limit: number): {
  readonly add: (line: string) => void;
  readonly points: () => readonly CurvePoint[];
} {
  const splits = new Map<string, Split>();
  return {
    add: (line) => {
      const name = /"split":\s*"(\w*)"/.exec(line)?.[1];
      if (name === undefined) return;
      const split = splits.get(name) ?? { kept: [], every: 1, count: 0, left: undefined };
      splits.set(name, split);
      const isLeft = split.count++ % split.every > 0;
      split.left = isLeft ? line : undefined;
      if (isLeft) return;
      const point = curvePoint(line);
      if (point !== undefined) split.kept.push(point);
      if (split.kept.length < 2 * limit) return;
      split.kept.splice(0, Infinity, ...split.kept.filter((_, i) => i % 2 === 0));
      split.every *= 2;
    },
    points: () =>
      [...splits.values()].flatMap(({ kept, left }) => {
        const last = left === undefined ? undefined : curvePoint(left);
        return last === undefined ? kept : [...kept, last];
      }).sort((a, b) => a.step - b.step),
  };
}
