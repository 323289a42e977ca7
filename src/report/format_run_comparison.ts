/** A comparison of runs as a table. */
import { basename } from "node:path";
import { formatCount, formatDuration, formatMeasure } from "../base/terminal/format_number.ts";
import { textTable } from "../base/terminal/text_table.ts";
import { shortHash } from "../run/environment_changes.ts";
import type { RunComparison } from "./run_comparison.ts";
import { type RunSummary, then } from "./run_summary.ts";
import type { Setting } from "../use/run_settings.ts";

/** Longest piece of a value in a table. */
const widest = 40;

/** A column a run: what they came to, then the keys that differ. */
export function formatRunComparison(comparison: RunComparison): string {
  return [tableOf(comparison), ...warning(comparison)].join("\n");
}

/** What must not be concluded from runs that were measured on other tokens. */
const warning = ({ incomparable }: RunComparison): readonly string[] =>
  incomparable.length === 0 ? [] : [
    "",
    `Losses and perplexities can't be compared: the runs differ in ${incomparable.join(", ")}`,
    "Compare bits per byte on one text instead: evaluate RUN --text FILE",
  ];

function tableOf({ runs, config }: RunComparison): string {
  const measured: readonly (readonly [string, (run: RunSummary) => string])[] = [
    ["status", ({ status }) => status],
    ["steps", ({ steps }) => formatCount(steps)],
    ["epochs", ({ epochs }) => `${epochs}`],
    ["best loss", ({ loss }) => measure(loss, 4)],
    ["perplexity", (run) => measure(run.perplexity, 2)],
    ["bits a token", (run) => measure(run.bits, 4)],
    ["last training loss", (run) => measure(run.lastTrainingLoss, 4)],
    ["last validation loss", (run) => measure(run.lastValidationLoss, 4)],
    [
      "tokens a second",
      (run) => run.tokensPerSecond === null ? "–" : formatCount(run.tokensPerSecond),
    ],
    ["training time", ({ seconds }) => seconds === null ? "–" : formatDuration(seconds)],
    ["products", ({ gemm }) => gemm],
    ["runtime", ({ runtime }) => runtime],
    ...whereOther(runs, "library", ({ library }) => library),
    ...whereOther(runs, "processor", ({ processor }) => processor),
    ...whereOther(runs, "code", ({ code }) => code.split(then).map(shortHash).join(then)),
  ];
  const names = runs.map(({ directory }) => basename(directory));
  const shown = new Set(names).size === names.length
    ? names
    : runs.map(({ directory }) => directory);
  return textTable([
    ["", ...shown],
    ...measured.map(([name, of]) => [name, ...runs.map(of)]),
    ["", ...runs.map(() => "")],
    ...(config.length === 0
      ? [["the configs are equal", ...runs.map(() => "")]]
      : config.map(({ key, values }) => [key, ...formatSettings(values)])),
  ]);
}

/** A row that is shown only if the runs, or the parts of one, differ in it. */
const whereOther = (
  runs: readonly RunSummary[],
  name: string,
  of: (run: RunSummary) => string,
): readonly (readonly [string, (run: RunSummary) => string])[] => {
  const values = runs.map(of);
  const same = values.every((value) => value === values[0] && !value.includes(then));
  return same ? [] : [[name, of]];
};

const measure = (value: number | null, decimals: number): string =>
  value === null ? "–" : formatMeasure(value, decimals);

/** Values on a line each, cut where they are long: what is the same in all is left out first. */
function formatSettings(values: readonly (Setting | undefined)[]): string[] {
  const texts = values.map((value) =>
    value === undefined
      ? "–"
      : typeof value === "string" && value.includes("\n")
      ? JSON.stringify(value)
      : String(value)
  );
  const [first = ""] = texts;
  let same = 0;
  while (same < first.length && texts.every((text) => text[same] === first[same])) same++;
  const start = Math.max(0, same - widest / 4);
  return texts.map((text) => {
    if (text.length <= widest) return text;
    const from = start < widest / 2 ? 0 : start;
    const cut = from === 0 ? text : `…${text.slice(from)}`;
    return cut.length > widest ? `${cut.slice(0, widest - 1)}…` : cut;
  });
}
