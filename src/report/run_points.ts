/** Lines of metrics as points of curves. */
import type { MetricsLine } from "../training/metrics/metrics_line.ts";
import type { Point } from "./plots/plot.ts";

/**
 * Whether a line is a point of the curves: not a rollback, nor the tutorial's evaluation on the
 * training part, which has no learning rate. If perplexity overflows, the loss is still shown.
 */
export const isPoint = ({ split, learningRate, rolledBackFrom }: MetricsLine): boolean =>
  rolledBackFrom === undefined && (split !== "train" || learningRate !== undefined);

/** What is drawn of a line. */
export type PlottedMeasure = "loss" | "learningRate" | "gradientNorm" | "tokensPerSecond";

/** The numbers of a part, over the steps. */
export function pointsOf(
  lines: readonly MetricsLine[],
  split: MetricsLine["split"],
  key: PlottedMeasure,
): readonly Point[] {
  return lines.flatMap((line): Point[] => {
    const value = line[key];
    return line.split === split && typeof value === "number" ? [[line.step, value]] : [];
  });
}
