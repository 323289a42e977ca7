/** Lines of metrics for plots: a limited number, however long the run is. */
import type { MetricsLine } from "./metrics_line.ts";

/** A stretch of neighbours, by the lines of its least and its greatest loss. */
interface Bucket {
  readonly low: Numbered;
  readonly high: Numbered;
}

interface Numbered {
  readonly at: number;
  readonly line: MetricsLine;
}

/**
 * Takes lines one after another and keeps about twice `limit` of each kind: of neighbours those of
 * the least and the greatest loss, so that spikes and the best stay, and always the last. Up to
 * `limit` lines of a kind all are kept. Kinds are the splits, and of each the lines with a note.
 */
export function metricsDownsampler(limit = 4096): {
  readonly add: (line: MetricsLine) => void;
  readonly lines: () => readonly MetricsLine[];
} {
  const kinds = new Map<
    string,
    { readonly buckets: Bucket[]; width: number; last: Numbered; filled: number }
  >();
  let at = 0;
  return {
    add: (line) => {
      const one = { at: at++, line };
      const name = `${line.split} ${line.note === undefined}`;
      const kind = kinds.get(name) ?? { buckets: [], width: 1, last: one, filled: 0 };
      kinds.set(name, kind);
      kind.last = one;
      const { buckets, width } = kind;
      if (kind.filled === 0) buckets.push({ low: one, high: one });
      else buckets.push(merged(buckets.pop()!, { low: one, high: one }));
      kind.filled = (kind.filled + 1) % width;
      if (kind.filled > 0 || buckets.length < 2 * Math.ceil(limit / 2)) return;
      for (let i = 0; i < buckets.length / 2; i++) {
        buckets[i] = merged(buckets[2 * i]!, buckets[2 * i + 1]!);
      }
      buckets.length /= 2;
      kind.width *= 2;
    },
    lines: () => {
      const kept = [...kinds.values()].flatMap(({ buckets, last }) => [
        ...buckets.flatMap(({ low, high }) => [low, high]),
        last,
      ]);
      const ordered = kept.sort((a, b) => a.at - b.at);
      return ordered.filter(({ at }, i) => ordered[i - 1]?.at !== at).map(({ line }) => line);
    },
  };
}

const lossOf = ({ line }: Numbered, otherwise: number): number => line.loss ?? otherwise;

function merged(a: Bucket, b: Bucket): Bucket {
  return {
    low: lossOf(b.low, Infinity) < lossOf(a.low, Infinity) ? b.low : a.low,
    high: lossOf(b.high, -Infinity) > lossOf(a.high, -Infinity) ? b.high : a.high,
  };
}
