/** The report of one run. */
import { basename } from "node:path";
import { formatCount, formatDuration, formatMeasure } from "../base/terminal/format_number.ts";
import { type MetricsLine, perplexity } from "../training/metrics/metrics_line.ts";
import { markup } from "./markup.ts";
import { linePlot } from "./line_plot.ts";
import { details, facts, page, section, table } from "./page.ts";
import { describeProducts } from "../run/environment_changes.ts";
import { formatSwitch, runSwitches } from "../run/run_parts.ts";
import type { Point } from "./plot.ts";
import type { RunView } from "./run_view.ts";

/** A page of loss curves, learning rate, gradient norm, config and manifest. */
export function runReport({ directory, manifest, config, lines: all }: RunView): string {
  const { outcome, engine, runtime, hashes } = manifest;
  const best = outcome.best;
  const seconds = manifest.ended === null
    ? undefined
    : (Date.parse(manifest.ended) - Date.parse(manifest.started)) / 1000;
  const lines = all.filter(isCurve);
  const notes = all.filter(({ note }) => note !== undefined);
  const last = (split: MetricsLine["split"]) => lines.findLast((line) => line.split === split);
  const plots = [
    linePlot({
      title: "Loss",
      x: "step",
      y: "nats a token",
      lines: [
        { name: "training", color: 0, points: pointsOf(lines, "train", "loss") },
        { name: "validation", color: 1, points: pointsOf(lines, "valid", "loss"), dots: true },
        { name: "test", color: 2, points: pointsOf(lines, "test", "loss"), dots: true },
      ],
    }),
    linePlot({
      title: "Learning rate",
      x: "step",
      y: "rate",
      mayLog: true,
      lines: [{ name: "rate", color: 2, points: pointsOf(lines, "train", "learningRate") }],
    }),
    linePlot({
      title: "Gradient norm, before clipping",
      x: "step",
      y: "norm",
      mayLog: true,
      lines: [{ name: "norm", color: 3, points: pointsOf(lines, "train", "gradientNorm") }],
    }),
    linePlot({
      title: "Speed",
      x: "step",
      y: "tokens a second",
      lines: [{ name: "speed", color: 0, points: pointsOf(lines, "train", "tokensPerSecond") }],
    }),
  ].filter((plot) => plot !== undefined);
  return page({
    title: basename(directory),
    kind: "Run",
    state: outcome.status,
    sections: [
      facts([
        ["best loss", best === null ? undefined : formatMeasure(best, 4)],
        ["perplexity", best === null ? undefined : formatMeasure(perplexity(best), 2)],
        ["last training loss", measure(last("train")?.loss)],
        ["last validation loss", measure(last("valid")?.loss)],
        ["steps", formatCount(outcome.steps)],
        ["epochs", formatCount(outcome.epochs)],
        ["seed", manifest.seed],
        ["from start to end", seconds === undefined ? undefined : formatDuration(seconds)],
      ]),
      outcome.message === undefined ? undefined : markup`<p class="card">${outcome.message}</p>`,
      runSwitches(manifest).map((one) => markup`<p class="card">${capital(formatSwitch(one))}</p>`),
      section(
        "Curves",
        plots.length === 0
          ? markup`<p class="note">${
            all.length === 0
              ? "The run has no lines of metrics."
              : "The run has no finite number to plot."
          }</p>`
          : markup`<div class="plots">${plots}</div>`,
      ),
      notes.length === 0 ? undefined : section("Notes", notesOf(notes)),
      section("Config", markup`<pre>${config}</pre>`),
      section(
        "Manifest",
        markup`${
          table(["", ""], [
            ["experiment", manifest.name],
            ["command", markup`<code>${manifest.command.join(" ")}</code>`],
            ["started", manifest.started],
            ["ended", manifest.ended ?? "–"],
            ...manifest.resumed.map(({ at, step }) => ["resumed", `${at} at step ${step}`]),
            ["engine", `${engine.precision}, ${describeProducts(engine)}`],
            ["workers", engine.workers],
            [
              "runtime",
              `${runtime.name} ${runtime.version}, ${runtime.os} ${runtime.architecture}`,
            ],
            ["processor", `${runtime.cpu}, ${runtime.cores} cores`],
            ["best checkpoint", manifest.best ?? "–"],
            ["last checkpoint", manifest.last ?? "–"],
            ...Object.entries(hashes).map(([name, hash]) => [
              `SHA-256 of ${name}`,
              markup`<code>${hash}</code>`,
            ]),
          ])
        }${details("The whole manifest", markup`<pre>${JSON.stringify(manifest, null, 2)}</pre>`)}`,
      ),
    ],
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Whether a line is a point of the curves: not a rollback, nor the tutorial's look at the training part,
 * which tells no learning rate. A perplexity beyond all numbers leaves the loss what it is.
 */
const isCurve = ({ split, learningRate, rolledBackFrom }: MetricsLine): boolean =>
  rolledBackFrom === undefined && (split !== "train" || learningRate !== undefined);

/** Notes that are shown; the file has the others. */
const mostNotes = 20;

/** What the last lines say beside their numbers. */
const notesOf = (notes: readonly MetricsLine[]) => {
  const shown = notes.slice(-mostNotes);
  const rest = notes.length - shown.length;
  return markup`${
    table(["step", "split", "note"], shown.map(({ step, split, note }) => [step, split, note]))
  }${
    rest === 0
      ? undefined
      : markup`<p class="note">${formatCount(rest)} earlier ones are in metrics.jsonl.</p>`
  }`;
};

const measure = (value: number | null | undefined): string | undefined =>
  value === undefined ? undefined : formatMeasure(value, 4);

function pointsOf(
  lines: readonly MetricsLine[],
  split: MetricsLine["split"],
  key: "loss" | "learningRate" | "gradientNorm" | "tokensPerSecond",
): readonly Point[] {
  return lines.flatMap((line): Point[] => {
    const value = line[key];
    return line.split === split && typeof value === "number" ? [[line.step, value]] : [];
  });
}
