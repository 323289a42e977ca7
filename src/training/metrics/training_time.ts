/** How long a run has trained, from its lines of metrics. */
import type { MetricsLine } from "./metrics_line.ts";

/**
 * Takes lines one after another. Their time is that of the training steps alone: evaluations,
 * checkpoints, and pauses between the parts of an interrupted run are left out. So are steps that
 * were taken back.
 */
export function trainingTime(): {
  readonly add: (line: MetricsLine) => void;
  /** Seconds so far; undefined where no line has a speed. */
  readonly seconds: () => number | undefined;
} {
  let seconds: number | undefined;
  let reported = 0; // tokens
  return {
    add: ({ split, tokens, tokensPerSecond, learningRate, rolledBackFrom }) => {
      if (rolledBackFrom !== undefined) reported = tokens;
      if (split !== "train" || learningRate === undefined) return;
      const more = Math.max(0, tokens - reported);
      reported = tokens;
      if (tokensPerSecond) seconds = (seconds ?? 0) + more / tokensPerSecond;
    },
    seconds: () => seconds,
  };
}
