/** The report of one run. */
import { basename } from "node:path";
import { formatCount, formatDuration, formatMeasure } from "../base/terminal/format_number.ts";
import { formatSwitch, runSwitches } from "../run/run_parts.ts";
import { type MetricsLine, perplexity } from "../training/metrics/metrics_line.ts";
import { manifestTable } from "./manifest_table.ts";
import { type Html, markup } from "./markup.ts";
import { facts, page, section, table } from "./page.ts";
import { lastPoint, runPlots } from "./run_plots.ts";
import { secondsOf } from "./run_summary.ts";
import type { RunView } from "./run_view.ts";

/** A page of loss curves, learning rate, gradient norm, config and manifest. */
export function runReport(view: RunView): string {
  const { directory, manifest, config, lines } = view;
  const { status, message } = manifest.outcome;
  const notes = lines.filter(({ note }) => note !== undefined);
  return page({
    title: basename(directory),
    kind: "Run",
    state: status,
    sections: [
      outcomeFacts(view),
      message === undefined ? undefined : markup`<p class="card">${message}</p>`,
      runSwitches(manifest).map((one) => markup`<p class="card">${capital(formatSwitch(one))}</p>`),
      section("Curves", curves(lines)),
      notes.length === 0 ? undefined : section("Notes", noteTable(notes)),
      section("Config", markup`<pre>${config}</pre>`),
      section("Manifest", manifestTable(manifest)),
    ],
  });
}

function outcomeFacts({ manifest, lines }: RunView): Html {
  const { best, steps, epochs } = manifest.outcome;
  const seconds = secondsOf(manifest);
  const last = (split: MetricsLine["split"]) => measure(lastPoint(lines, split)?.loss);
  return facts([
    ["best loss", best === null ? undefined : formatMeasure(best, 4)],
    ["perplexity", best === null ? undefined : formatMeasure(perplexity(best), 2)],
    ["last training loss", last("train")],
    ["last validation loss", last("valid")],
    ["steps", formatCount(steps)],
    ["epochs", formatCount(epochs)],
    ["seed", manifest.seed],
    ["from start to end", seconds === null ? undefined : formatDuration(seconds)],
  ]);
}

function curves(lines: readonly MetricsLine[]): Html {
  const plots = runPlots(lines);
  if (plots.length > 0) return markup`<div class="plots">${plots}</div>`;
  return markup`<p class="note">${
    lines.length === 0
      ? "The run has no lines of metrics."
      : "The run has no finite number to plot."
  }</p>`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Notes that are shown; the file has the others. */
const mostNotes = 20;

/** What the last lines say beside their numbers. */
function noteTable(notes: readonly MetricsLine[]): Html {
  const shown = notes.slice(-mostNotes);
  const rest = notes.length - shown.length;
  return markup`${
    table(["step", "split", "note"], shown.map(({ step, split, note }) => [step, split, note]))
  }${
    rest === 0
      ? undefined
      : markup`<p class="note">${formatCount(rest)} earlier ones are in metrics.jsonl.</p>`
  }`;
}

const measure = (value: number | null | undefined): string | undefined =>
  value === undefined ? undefined : formatMeasure(value, 4);
