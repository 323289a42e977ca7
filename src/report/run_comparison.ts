/** Runs side by side: in which keys their configs differ, and what they came to. */
import { basename } from "node:path";
import { formatCount, formatDuration, formatMeasure } from "../base/terminal/format_number.ts";
import { bits, type MetricsLine, perplexity } from "../training/metrics/metrics_line.ts";
import { textTable } from "../base/terminal/text_table.ts";
import { describeLibrary, shortHash } from "../run/environment_changes.ts";
import type { Environment } from "../run/environment_record.ts";
import { runParts } from "../run/run_parts.ts";
import type { RunView, Setting } from "./run_view.ts";

/** What a run came to. Null where it was not measured. */
export interface ComparedRun {
  readonly directory: string;
  readonly status: string;
  readonly steps: number;
  readonly epochs: number;
  /** Least watched loss, nats a token, with its perplexity and its bits a token. */
  readonly loss: number | null;
  readonly perplexity: number | null;
  readonly bits: number | null;
  /** The last lines of metrics. */
  readonly lastTrainingLoss: number | null;
  readonly lastValidationLoss: number | null;
  /** Median of the lines of metrics. */
  readonly tokensPerSecond: number | null;
  /** From start to end. */
  readonly seconds: number | null;
  /** What computed it; `A, then B` where a part of it was computed by another. */
  readonly gemm: string;
  readonly library: string;
  readonly runtime: string;
  readonly processor: string;
  /** SHA-256 of the code of Unroll. */
  readonly code: string;
}

/** As `compare --json` prints it. */
export interface RunComparison {
  readonly runs: readonly ComparedRun[];
  /** Key paths whose values differ, in the order of the first config, with a value a run. */
  readonly config: readonly {
    readonly key: string;
    /** Undefined values, which JSON shows as null, are of runs that lack the key. */
    readonly values: readonly (Setting | undefined)[];
  }[];
}

/** Compares any number of runs. */
export function compareRuns(runs: readonly RunView[]): RunComparison {
  const keys = [...new Set(runs.flatMap(({ settings }) => Object.keys(settings)))];
  const config = keys.map((key) => ({
    key,
    values: runs.map(({ settings }) => Object.hasOwn(settings, key) ? settings[key] : undefined),
  }));
  return {
    runs: runs.map(comparedRun),
    config: config.filter(({ values }) => values.some((value) => value !== values[0])),
  };
}

function comparedRun({ directory, manifest, lines }: RunView): ComparedRun {
  const { outcome, started, ended } = manifest;
  const last = (split: MetricsLine["split"]) =>
    lines.findLast((line) => line.split === split && line.note === undefined)?.loss ?? null;
  const speeds = lines.flatMap(({ tokensPerSecond }) => tokensPerSecond ?? [])
    .sort((a, b) => a - b);
  const { best } = outcome;
  return {
    directory,
    status: outcome.status,
    steps: outcome.steps,
    epochs: outcome.epochs,
    loss: best,
    perplexity: best === null ? null : perplexity(best),
    bits: best === null ? null : bits(best),
    lastTrainingLoss: last("train"),
    lastValidationLoss: last("valid"),
    tokensPerSecond: speeds[speeds.length >> 1] ?? null,
    seconds: ended === null ? null : (Date.parse(ended) - Date.parse(started)) / 1000,
    ...computedBy(manifest),
  };
}

/** What computed the parts of a run, in their order. */
function computedBy(
  manifest: RunView["manifest"],
): Pick<ComparedRun, "gemm" | "library" | "runtime" | "processor" | "code"> {
  const parts = runParts(manifest).flatMap(({ environment }) => environment ?? []);
  const each = (of: (part: Environment) => string) =>
    parts.map(of).filter((value, i, all) => value !== all[i - 1]).join(then);
  return {
    gemm: each(({ engine }) => engine.gemm),
    library: each(({ engine }) => describeLibrary(engine)),
    runtime: each(({ runtime }) => `${runtime.name} ${runtime.version}`),
    processor: each(({ runtime }) => `${runtime.cpu} (${runtime.architecture})`),
    code: each(({ code }) => code),
  };
}

const then = ", then ";

/** Longest piece of a value in a table. */
const widest = 40;

/** The comparison as a table: a column a run; what they came to, then the keys that differ. */
export function formatRunComparison({ runs, config }: RunComparison): string {
  const measured: readonly (readonly [string, (run: ComparedRun) => string])[] = [
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
    ["from start to end", ({ seconds }) => seconds === null ? "–" : formatDuration(seconds)],
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

/** A row that is there where the runs, or the parts of one, differ in it. */
const whereOther = (
  runs: readonly ComparedRun[],
  name: string,
  of: (run: ComparedRun) => string,
): readonly (readonly [string, (run: ComparedRun) => string])[] => {
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
