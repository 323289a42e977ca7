/** The report of one run. */
import { basename } from "node:path";
import { formatCount, formatDuration, formatMeasure } from "../base/terminal/format_number.ts";
import { Predicate } from "effect";
import { parse } from "yaml";
import { changedKeys } from "../experiment/changed_keys.ts";
import type { Manifest } from "../run/manifest.ts";
import { formatSwitch, runSwitches } from "../run/run_parts.ts";
import { bits, type MetricsLine, perplexity } from "../training/metrics/metrics_line.ts";
import { goOn } from "./go_on.ts";
import { insightSections } from "./insight/insight_sections.ts";
import { manifestTable } from "./manifest_table.ts";
import { type Html, markup } from "../base/html/markup.ts";
import { facts, note, page, pairs, section, table, type Tone } from "../base/html/page.ts";
import { nextSteps } from "./next_steps.ts";
import { lastPoint, runPlots } from "./run_plots.ts";
import { baselineLevels, resultTable } from "./run_results.ts";
import { corpusSection, modelFacts } from "./run_setting.ts";
import type { RunView } from "./run_view.ts";

/** A page of results, curves, model, corpus, how to go on, config and manifest. */
export function runReport(view: RunView): string {
  const { directory, manifest, config, settings, lines, insight } = view;
  const { status, message } = manifest.outcome;
  const notes = lines.filter(({ note }) => note !== undefined);
  return page({
    title: basename(directory),
    kind: "Run",
    state: { text: status, tone: tones[status] },
    sections: [
      outcomeFacts(view),
      // That it was interrupted is said already.
      message === undefined || status === "interrupted"
        ? undefined
        : markup`<p class="card">${message}</p>`,
      runSwitches(manifest).map((one) => markup`<p class="card">${capital(formatSwitch(one))}</p>`),
      section("Results", resultTable(view)),
      section("Curves", curves(view)),
      insight && insightSections(insight, manifest.sizes?.vocabulary ?? 2),
      section("Model", modelFacts(settings, manifest)),
      section("Corpus", corpusSection(manifest)),
      section("How to go on", goOn(nextSteps(view))),
      notes.length === 0 ? undefined : section("Notes", noteTable(notes)),
      section("Config", markup`${ownSettings(config)}<pre tabindex="0">${config}</pre>`),
      section("Manifest", manifestTable(manifest)),
    ],
  });
}

const tones: Readonly<Record<Manifest["outcome"]["status"], Tone>> = {
  running: "busy",
  finished: "good",
  paused: "plain",
  interrupted: "plain",
  failed: "bad",
};

function outcomeFacts({ manifest, settings, lines, trainingSeconds }: RunView): Html {
  const { best, steps, epochs } = manifest.outcome;
  const last = (split: MetricsLine["split"]) => measure(lastPoint(lines, split)?.loss);
  const watched = settings["checkpoint.best"];
  const isWatched = best !== null;
  return facts([
    [`best ${watched === undefined ? "loss" : watched}`, measure(best ?? undefined)],
    ["perplexity", isWatched ? formatMeasure(perplexity(best), 2) : undefined],
    ["bits per token", isWatched ? measure(bits(best)) : undefined],
    ["last training loss", last("train")],
    ["last validation loss", last("valid")],
    ["steps", formatCount(steps)],
    ["epochs", formatCount(epochs)],
    ["training time", trainingSeconds === undefined ? undefined : formatDuration(trainingSeconds)],
    ["seed", manifest.seed],
  ]);
}

function curves({ lines, manifest }: RunView): Html {
  const plots = runPlots(lines, baselineLevels(manifest));
  if (plots.length > 0) return markup`<div class="plots">${plots}</div>`;
  return note(
    lines.length === 0
      ? "The run has no lines of metrics."
      : "The run has no finite number to plot.",
  );
}

/** What the config says that the defaults don't, before all of it. */
function ownSettings(config: string): Html | undefined {
  const plain: unknown = parse(config);
  const changed = Predicate.isObject(plain) ? changedKeys(plain) : undefined;
  return changed &&
    pairs(
      "Keys with values of their own",
      changed.map(([path, value]) => [
        path,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Notes that are shown; the file has the others. */
const mostNotes = 20;

/** What the last lines say beside their numbers. */
function noteTable(notes: readonly MetricsLine[]): Html {
  const shown = notes.slice(-mostNotes);
  const rest = notes.length - shown.length;
  const columns = [
    { name: "step", kind: "number" },
    { name: "part" },
    { name: "note", kind: "text" },
  ] as const;
  const rows = shown.map(({ step, split, note }) => [formatCount(step), split, note]);
  return markup`${table("Notes", columns, rows)}${
    rest === 0 ? undefined : note(`${formatCount(rest)} earlier ones are in metrics.jsonl.`)
  }`;
}

const measure = (value: number | null | undefined): string | undefined =>
  value === undefined ? undefined : formatMeasure(value, 4);
