/** What runs came to, row by row. */
import { basename } from "node:path";
import { formatCount, formatDuration, formatMeasure } from "../base/terminal/format_number.ts";
import { shortHash } from "../run/environment_changes.ts";
import { type RunSummary, then } from "./run_summary.ts";

export type MeasuredRow = readonly [name: string, of: (run: RunSummary) => string];

/** The rows of a table of these runs; some are there only where the runs differ in them. */
export const measuredRows = (runs: readonly RunSummary[]): readonly MeasuredRow[] => [
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

/** Names of the runs' directories; the whole paths where two have the same name. */
export function bareNames(runs: readonly RunSummary[]): readonly string[] {
  const names = runs.map(({ directory }) => basename(directory));
  return new Set(names).size === names.length ? names : runs.map(({ directory }) => directory);
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
