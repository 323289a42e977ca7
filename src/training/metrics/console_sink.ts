import { Effect } from "effect";
import { formatCount, formatMeasure } from "../../base/terminal/format_number.ts";
import type { MetricsLine } from "./metrics_line.ts";
import type { ScreenShape } from "../../base/terminal/screen.ts";
import type { Sink, Totals } from "./sink.ts";

/** The sink that prints a plain line for every line of metrics. */
export function consoleSink(screen: ScreenShape, totals: Totals): Sink {
  return {
    write: (line) => Effect.sync(() => screen.print(formatLine(line, totals))),
    close: Effect.void,
  };
}

/** `epoch 1/5  step 200  loss 5.123  perplexity 167.8  12,345 tokens/s`. */
export function formatLine(line: MetricsLine, totals: Totals): string {
  const { split, note, tokensPerSecond } = line;
  const epoch = totals.epochs === 0
    ? []
    : [`epoch ${formatCount(line.epoch)}/${formatCount(totals.epochs)}`];
  const place = [...epoch, `step ${formatCount(line.step)}`];
  if (line.rolledBackFrom !== undefined) return [...place, note].join("  ");
  return [
    ...place,
    `${split === "train" ? "" : `${split} `}loss ${formatMeasure(line.loss, 3)}`,
    `perplexity ${formatMeasure(line.perplexity, 1)}`,
    ...typeof tokensPerSecond === "number" ? [`${formatCount(tokensPerSecond)} tokens/s`] : [],
    ...note === undefined ? [] : [note],
  ].join("  ");
}
