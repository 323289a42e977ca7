/** What a run's model came to, beside simpler models. */
import { formatCount, formatMeasure, shortNumber } from "../base/terminal/format_number.ts";
import type { Manifest } from "../run/manifest.ts";
import { bits, perplexity } from "../training/metrics/metrics_line.ts";
import type { Level } from "./plots/line_plot.ts";
import { type Html, markup } from "../base/html/markup.ts";
import { type Column, note, table } from "../base/html/page.ts";
import { lastPoint } from "./run_plots.ts";
import type { RunView } from "./run_view.ts";

/** The baselines as lines beside the curves of the loss. */
export const baselineLevels = ({ baselines }: Manifest): readonly Level[] =>
  baselines === undefined ? [] : [
    { name: "unigram", color: 3, value: baselines.unigram },
    { name: "interpolated bigram", color: 4, value: baselines.bigram },
  ];

/**
 * The best model, what the last one makes of the test part where that was measured, and the
 * baselines; undefined where nothing was measured.
 */
export function resultTable({ manifest, settings, lines }: RunView): Html | undefined {
  const { outcome: { best }, baselines } = manifest;
  const test = lastPoint(lines, "test");
  const onTraining = settings["checkpoint.best"] === "train.loss";
  const rows = [
    ...best === null ? [] : [
      onTraining
        ? resultRow("best model, training part", best)
        : resultRow("best model", best, baselines?.bigram),
    ],
    ...typeof test?.loss !== "number"
      ? []
      : [resultRow(`test part, after step ${formatCount(test.step)}`, test.loss)],
    ...baselines === undefined ? [] : [
      resultRow("interpolated bigram", baselines.bigram, baselines.bigram),
      resultRow("unigram", baselines.unigram, baselines.bigram),
    ],
  ];
  if (rows.length === 0) return undefined;
  const columns: readonly Column[] = [
    { name: "model" },
    { name: "loss, nats per token", kind: "number" },
    { name: "perplexity", kind: "number" },
    { name: "bits per token", kind: "number" },
    { name: "perplexity, as a share of the bigram's", kind: "number" },
  ];
  // Only baselines give the last column a meaning.
  if (baselines === undefined) {
    return table("Results", columns.slice(0, -1), rows.map((row) => row.slice(0, -1)));
  }
  return markup`${table("Results", columns, rows)}${
    note(
      "On the validation part, where nothing else is said. The bigram knows one token before: a " +
        "model that learns from more is below 100 %.",
    )
  }`;
}

/**
 * @param loss in nats per token
 * @param bigram that of the bigram on the same part, if there is any
 */
const resultRow = (name: string, loss: number, bigram?: number): readonly string[] => [
  name,
  formatMeasure(loss, 4),
  formatMeasure(perplexity(loss), 2),
  formatMeasure(bits(loss), 4),
  bigram === undefined ? "–" : besideBigram(perplexity(loss - bigram)),
];

/** A perplexity as the bigram's: a share, or far above so many times. */
const besideBigram = (times: number): string =>
  times >= 2 ? `${shortNumber(times, 2)} times` : `${formatMeasure(100 * times, 1)} %`;
