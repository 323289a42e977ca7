/** The tables of a sweep's trials: all of them, and those that failed. */
import { formatCount } from "../base/terminal/format_number.ts";
import { rungRanks } from "../sweep/results/rung_ranks.ts";
import { formatRuns } from "../sweep/results/same_run.ts";
import { formatValue } from "../sweep/space/format_value.ts";
import type { SweepView, ViewedTrial } from "../sweep/records/sweep_view.ts";
import { type Html, markup } from "../base/html/markup.ts";
import { details, note, table } from "../base/html/page.ts";
import { compareTrials, formatResult, formatStanding } from "./sweep_comparison.ts";

/** Most trials in a table. */
const most = 1000;

/** All trials, the best first, then those that came furthest. */
export function trialTable(view: SweepView): Html {
  const { space, objective, rungs } = view;
  const { trials: ordered } = compareTrials(view);
  const ranks = rungRanks(view);
  const runs = formatRuns(ordered);
  const staged = rungs.length > 1;
  const columns = [
    { name: "trial", kind: "number" },
    { name: objective.metric, kind: "number" },
    ...(staged ? [{ name: "after" }, { name: "rank", kind: "number" } as const] : []),
    { name: "state" },
    ...space.map(({ path, domain }) => ({
      name: path,
      ...("values" in domain ? {} : { kind: "number" } as const),
    })),
    { name: "run" },
  ] as const;
  const rows = ordered.slice(0, most).map((trial, row) => [
    trial.number,
    formatResult(trial),
    ...(staged ? formatStanding(view, ranks.get(trial.number)) : []),
    markup`<span class="${toneOf(trial)}">${trial.state}</span>`,
    ...space.map(({ path }) => formatValue(trial.values[path])),
    runs[row],
  ]);
  return markup`${table("All trials", columns, rows)}${left(ordered.length, most)}`;
}

const toneOf = ({ state }: ViewedTrial): string =>
  state === "failed" ? "bad" : state === "finished" ? "good" : "dim";

/** Failed trials that are listed, and those of them that are seen at once. */
const mostFailed = 50;
const seenFailed = 3;

/** Why trials failed, undefined where none did. */
export function failedTrials(view: SweepView): Html | undefined {
  const failed = view.trials.filter(({ state }) => state === "failed");
  if (failed.length === 0) return undefined;
  const columns = [{ name: "trial", kind: "number" }, { name: "why", kind: "text" }] as const;
  const rows = failed.slice(0, mostFailed)
    .map(({ number, failure = "not known" }) => [number, failure]);
  const [seen, closed] = [rows.slice(0, seenFailed), rows.slice(seenFailed)];
  return markup`${table("Failed trials", columns, seen)}${
    closed.length === 0 ? undefined : details(
      `${closed.length} more`,
      markup`${table("More failed trials", columns, closed)}${left(failed.length, mostFailed)}`,
    )
  }${note(markup`<code>sweep FILE --retry failed</code> runs them again.`)}`;
}

const left = (all: number, shown: number): Html | undefined =>
  all > shown ? note(`The first ${formatCount(shown)} of ${formatCount(all)} trials.`) : undefined;
