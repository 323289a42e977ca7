import type { Point } from "./plot.ts";

/**
 * At most about `limit` points of a line, in order: the lowest and the highest of each group of
 * neighbours, so that spikes stay, and always the first and the last.
 */
export function downsample(points: readonly Point[], limit = 1200): readonly Point[] {
  if (points.length <= limit) return points;
  const size = Math.ceil(2 * points.length / limit);
  const kept: Point[] = [points[0]!];
  for (let start = 1; start < points.length - 1; start += size) {
    const bucket = points.slice(start, Math.min(start + size, points.length - 1));
    const low = bucket.reduce((a, b) => b[1] < a[1] ? b : a);
    const high = bucket.reduce((a, b) => b[1] > a[1] ? b : a);
    if (low === high) kept.push(low);
    else kept.push(...(low[0] < high[0] ? [low, high] : [high, low]));
  }
  return [...kept, points.at(-1)!];
}
