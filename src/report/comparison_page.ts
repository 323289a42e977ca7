/** Runs side by side, as a page. */
import { formatMeasure } from "../base/terminal/format_number.ts";
import { type Html, markup } from "../base/html/markup.ts";
import { note, page, section, table } from "../base/html/page.ts";
import type { MetricsLine } from "../training/metrics/metrics_line.ts";
import { bareNames, measuredRows } from "./measured_rows.ts";
import { linePlot } from "./plots/line_plot.ts";
import { isPoint, pointsOf } from "./run_points.ts";
import { repeatedRuns, welch } from "./repeated_runs.ts";
import { compareRuns, type RunComparison } from "./run_comparison.ts";
import type { RunView } from "./run_view.ts";

/** A page of what differs, curves laid over each other, results, and seeds taken together. */
export function comparisonPage(runs: readonly RunView[]): string {
  const comparison = compareRuns(runs);
  const names = bareNames(comparison.runs);
  return page({
    title: names.join(", "),
    kind: "Comparison",
    state: { text: `${runs.length} runs`, tone: "plain" },
    sections: [
      warning(comparison),
      section("What differs", differences(comparison, names)),
      section("Results", results(comparison, names)),
      section("Over seeds", seeds(runs, names)),
      section("Curves", curves(runs, names)),
    ],
  });
}

const warning = ({ incomparable }: RunComparison): Html | undefined =>
  incomparable.length === 0 ? undefined : markup`<p class="card">Losses and perplexities can't be
 compared: the runs differ in ${incomparable.join(", ")}. Compare bits per byte on one text instead:
 <code>evaluate RUN --text FILE</code></p>`;

const columns = (first: string, names: readonly string[]) => [
  { name: first },
  ...names.map((name) => ({ name, kind: "text" as const })),
];

const differences = ({ config }: RunComparison, names: readonly string[]): Html =>
  config.length === 0 ? note("Their configs are equal.") : table(
    "What differs",
    columns("key", names),
    config.map(({ key, values }) => [key, ...values.map((value) => `${value ?? "–"}`)]),
  );

const results = ({ runs }: RunComparison, names: readonly string[]): Html =>
  table(
    "Results",
    columns("", names),
    measuredRows(runs).map(([name, of]) => [name, ...runs.map(of)]),
  );

/** Runs that were repeated with other seeds, and how sure their difference is. */
function seeds(runs: readonly RunView[], names: readonly string[]): Html | undefined {
  const groups = repeatedRuns(runs);
  const [best] = groups;
  if (best === undefined) return undefined;
  const rows = groups.map((group) => [
    group.members.map((place) => names[place]).join(", "),
    `${group.members.length}`,
    `${formatMeasure(group.mean, 4)} ± ${formatMeasure(group.error, 4)}`,
    group === best ? "–" : formatMeasure(welch(best, group), 1),
  ]);
  return markup`${
    table(
      "Over seeds",
      [
        { name: "runs", kind: "text" },
        { name: "seeds", kind: "number" },
        { name: "mean loss ± standard error", kind: "number" },
        { name: "behind the best, in standard errors", kind: "number" },
      ],
      rows,
    )
  }${
    note(
      "The last column is Welch's t. A difference of less than 2 is as good as none; with three seeds, of less than 3.",
    )
  }`;
}

/** Colours of lines that can be told apart. */
const colours = 5;

function curves(runs: readonly RunView[], names: readonly string[]): Html | undefined {
  const laid = (
    title: string,
    y: string,
    split: MetricsLine["split"],
    key: "loss" | "learningRate" | "tokensPerSecond",
  ) =>
    linePlot({
      title,
      x: "step",
      y,
      zero: key !== "loss",
      lines: runs.map(({ lines }, i) => ({
        name: names[i]!,
        color: i % colours,
        points: pointsOf(lines.filter(isPoint), split, key),
        dots: split === "valid",
      })),
    });
  const plots = [
    laid("Validation loss", "nats per token", "valid", "loss"),
    laid("Training loss", "nats per token", "train", "loss"),
    laid("Learning rate", "rate", "train", "learningRate"),
    laid("Speed", "tokens per second", "train", "tokensPerSecond"),
  ].filter((plot) => plot !== undefined);
  return plots.length === 0 ? undefined : markup`<div class="plots">${plots}</div>`;
}
