import type { MetricsLine } from "./metrics_line.ts";

/**
 * The numbers of a line by their tags, so that TensorBoard lays the loss of training and those of
 * evaluations side by side. One that is not finite is not a number.
 */
export function tensorboardScalars(line: MetricsLine): ReadonlyMap<string, number> {
  const { split, epoch, loss, perplexity, bits } = line;
  const tags: Readonly<Record<string, number | null | undefined>> = {
    [`loss/${split}`]: loss,
    [`perplexity/${split}`]: perplexity,
    [`bits/${split}`]: bits,
    ...(split === "train"
      ? {
        "training/epoch": epoch,
        "training/learning_rate": line.learningRate,
        "training/gradient_norm": line.gradientNorm,
        "training/tokens_per_second": line.tokensPerSecond,
      }
      : {}),
  };
  const scalars = new Map<string, number>();
  for (const [tag, value] of Object.entries(tags)) {
    if (value !== undefined) scalars.set(tag, value ?? NaN);
  }
  return scalars;
}
