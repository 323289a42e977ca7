/** The trials of a sweep side by side. */
import { formatMeasure } from "../base/terminal/format_number.ts";
import { textTable } from "../base/terminal/text_table.ts";
import { type Importance, importances } from "../sweep/results/importance.ts";
import { formatValue } from "../sweep/space/format_value.ts";
import { formatRuns } from "../sweep/results/same_run.ts";
import { rankTrials } from "../sweep/results/rank_trials.ts";
import type { SweepView, ViewedTrial } from "../sweep/records/sweep_view.ts";
import { comparedResults } from "./compared_results.ts";
import { differenceRows } from "./difference_rows.ts";
import type { TrialDifference } from "../sweep/results/trial_differences.ts";

/** What is compared. */
export interface SweepComparison {
  readonly name: string;
  readonly objective: SweepView["objective"];
  /** Finished trials, the best first, then those that came furthest. */
  readonly trials: readonly ViewedTrial[];
  /** Share of the variance that each parameter explains by itself; empty for few trials. */
  readonly importances: readonly Importance[];
  /** What computed some trials and not others; empty where all were computed alike. */
  readonly differences: readonly TrialDifference[];
}

/** Ranks the trials and says which parameters matter. */
export function compareTrials(
  view: SweepView,
  differences: readonly TrialDifference[] = [],
): SweepComparison {
  const { name, objective, space, trials } = view;
  const ranked = rankTrials(trials, objective.goal);
  const places = new Map(ranked.map(({ number }, place) => [number, place]));
  const place = ({ number }: ViewedTrial) => places.get(number) ?? trials.length;
  return {
    name,
    objective,
    trials: [...trials].sort((a, b) =>
      place(a) - place(b) || b.rungs.length - a.rungs.length || a.number - b.number
    ),
    importances: importances(space, comparedResults(view).trials),
    differences,
  };
}

/** The comparison as a table of trials, with the importances below. */
export function formatSweepComparison(
  { objective, trials, importances, differences }: SweepComparison,
): string {
  const paths = [...new Set(trials.flatMap(({ values }) => Object.keys(values)))];
  const head = ["trial", objective.metric, "state", ...paths, "run"];
  const runs = formatRuns(trials);
  const rows = trials.map((trial, row) => [
    `${trial.number}`,
    formatResult(trial),
    trial.state,
    ...paths.map((path) => formatValue(trial.values[path])),
    runs[row]!,
  ]);
  const shares = importances.map((
    { path, share },
  ) => [path, `${formatMeasure(100 * share, 1)} %`]);
  const lines = [
    textTable([head, ...rows]),
    ...(shares.length === 0
      ? []
      : ["", textTable([["share of the variance", "by itself"], ...shares])]),
    ...(differences.length === 0
      ? []
      : ["", textTable([["computed by", "trials"], ...differenceRows(differences)])]),
  ];
  return lines.join("\n");
}

/** The objective with its spread, or in brackets what an unfinished trial had last. */
export function formatResult({ objective, spread, rungs }: ViewedTrial): string {
  if (objective !== undefined) {
    const value = formatMeasure(objective, 4);
    return spread === undefined ? value : `${value} ± ${formatMeasure(spread, 4)}`;
  }
  const last = rungs.at(-1);
  return last === undefined ? "–" : `(${formatMeasure(last.value, 4)})`;
}
