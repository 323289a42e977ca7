/** What a run measured over its steps, as plots. */
import type { MetricsLine } from "../training/metrics/metrics_line.ts";
import { type Level, linePlot } from "./plots/line_plot.ts";
import type { Html } from "../base/html/markup.ts";
import { isPoint, type PlottedMeasure, pointsOf } from "./run_points.ts";

/**
 * Loss, learning rate, gradient norm and speed; those without a number to draw are left out.
 *
 * @param levels losses to compare the run's with
 */
export function runPlots(lines: readonly MetricsLine[], levels: readonly Level[]): readonly Html[] {
  const measured = lines.filter(isPoint);
  const points = (split: MetricsLine["split"], key: PlottedMeasure) =>
    pointsOf(measured, split, key);
  return [
    linePlot({
      title: "Loss",
      x: "step",
      y: "nats per token",
      levels,
      lines: [
        { name: "training", color: 0, points: points("train", "loss") },
        { name: "validation", color: 1, points: points("valid", "loss"), dots: true },
        { name: "test", color: 2, points: points("test", "loss"), dots: true },
      ],
    }),
    linePlot({
      title: "Learning rate",
      x: "step",
      y: "rate",
      zero: true,
      lines: [{ name: "rate", color: 2, points: points("train", "learningRate") }],
    }),
    linePlot({
      title: "Gradient norm, before clipping",
      x: "step",
      y: "norm",
      zero: true,
      lines: [{ name: "norm", color: 3, points: points("train", "gradientNorm") }],
    }),
    linePlot({
      title: "Speed",
      x: "step",
      y: "tokens per second",
      zero: true,
      lines: [{ name: "speed", color: 0, points: points("train", "tokensPerSecond") }],
    }),
  ].filter((plot) => plot !== undefined);
}

/** The last line of a part that is a point of the curves. */
export const lastPoint = (
  lines: readonly MetricsLine[],
  split: MetricsLine["split"],
): MetricsLine | undefined => lines.findLast((line) => line.split === split && isPoint(line));
