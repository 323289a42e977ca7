/** The points of a run as columns over one axis. */
import type { CurvePoint } from "../folder/watched_run.ts";

/** What the points are laid along. */
export type Along = "step" | "epoch" | "tokens" | "hours";

/** What is drawn. */
export type Measure =
  | "loss"
  | "bits"
  | "perplexity"
  | "learningRate"
  | "gradientNorm"
  | "tokensPerSecond";

/** Places along the axis, rising, and at each the value of training and of validation. */
export interface CurveTable {
  readonly places: readonly number[];
  readonly train: readonly (number | null)[];
  readonly valid: readonly (number | null)[];
}

/**
 * The table of a run. Hours are those of training steps alone; an epoch's part is its share of the
 * tokens. Points that share a place become one.
 *
 * @param epochTokens tokens of an epoch; undefined leaves epochs whole
 * @param smoothing weight of what was before in the running mean of the training curve, 0…1
 */
export function curveTable(
  points: readonly CurvePoint[],
  along: Along,
  measure: Measure,
  { epochTokens, smoothing = 0 }: { readonly epochTokens?: number; readonly smoothing?: number } =
    {},
): CurveTable {
  const rows = new Map<number, { train: number | null; valid: number | null }>();
  const smooth = runningMean(smoothing);
  let hours = 0, reported = 0;
  for (const point of points) {
    const { split, tokens, tokensPerSecond } = point;
    if (split === "test") continue;
    if (split === "train") {
      if (tokensPerSecond) hours += Math.max(0, tokens - reported) / tokensPerSecond / 3600;
      reported = tokens;
    }
    const place = {
      step: point.step,
      tokens,
      hours,
      epoch: epochTokens === undefined ? point.epoch : tokens / epochTokens,
    }[along];
    const value = valueOf(point, measure);
    if (value === null) continue;
    const row = rows.get(place) ?? { train: null, valid: null };
    row[split] = split === "train" ? smooth(value) : value;
    rows.set(place, row);
  }
  const sorted = [...rows].sort(([a], [b]) => a - b);
  return {
    places: sorted.map(([place]) => place),
    train: sorted.map(([, { train }]) => train),
    valid: sorted.map(([, { valid }]) => valid),
  };
}

function valueOf(point: CurvePoint, measure: Measure): number | null {
  const { loss } = point;
  switch (measure) {
    case "loss":
      return loss;
    case "bits":
      return loss === null ? null : loss / Math.LN2;
    case "perplexity":
      return loss === null ? null : Math.exp(loss);
    default:
      return point[measure] ?? null;
  }
}

/** An exponential mean whose first values count in full (Kingma and Ba 2015, section 3). */
function runningMean(weight: number): (value: number) => number {
  let mean = 0, share = 1;
  return (value) => {
    mean = weight * mean + (1 - weight) * value;
    share *= weight;
    return mean / (1 - share);
  };
}
