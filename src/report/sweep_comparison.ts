/** The trials of a sweep side by side. */
import { formatMeasure } from "../base/terminal/format_number.ts";
import { textTable } from "../base/terminal/text_table.ts";
import { type Importance, importances } from "../sweep/results/importance.ts";
import { formatValue } from "../sweep/space/format_value.ts";
import { formatRuns } from "../sweep/results/same_run.ts";
import { formatLength } from "../sweep/results/format_length.ts";
import { rankTrials } from "../sweep/results/rank_trials.ts";
import type { SweepView, ViewedTrial } from "../sweep/records/sweep_view.ts";
import { type RungRank, rungRanks } from "../sweep/results/rung_ranks.ts";
import { comparedResults } from "./compared_results.ts";
import { differenceRows } from "./difference_rows.ts";
import type { TrialDifference } from "../sweep/results/trial_differences.ts";

/** What is compared. */
export interface SweepComparison {
  readonly name: string;
  readonly objective: SweepView["objective"];
  /** Lengths of training at which trials are compared; the last one is full length. */
  readonly rungs: SweepView["rungs"];
  readonly unit: SweepView["unit"];
  /** Finished trials, then those that came furthest; of the same length the best first. */
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
  const ranks = rungRanks(view);
  const rank = ({ number }: ViewedTrial) => ranks.get(number)?.rank ?? 0;
  return {
    name,
    objective,
    rungs: view.rungs,
    unit: view.unit,
    trials: [...trials].sort((a, b) =>
      place(a) - place(b) || b.rungs.length - a.rungs.length || rank(a) - rank(b) ||
      a.number - b.number
    ),
    importances: importances(space, comparedResults(view).trials),
    differences,
  };
}

/** The comparison as a table of trials, with the importances below. */
export function formatSweepComparison(
  comparison: SweepComparison,
): string {
  const { objective, rungs, trials, importances, differences } = comparison;
  const paths = [...new Set(trials.flatMap(({ values }) => Object.keys(values)))];
  const standing = rungs.length > 1 ? ["after", "rank"] : [];
  const head = ["trial", objective.metric, ...standing, "state", ...paths, "run"];
  const runs = formatRuns(trials);
  const ranks = rungRanks(comparison);
  const rows = trials.map((trial, row) => [
    `${trial.number}`,
    formatResult(trial),
    ...(rungs.length > 1 ? formatStanding(comparison, ranks.get(trial.number)) : []),
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

/** The objective with its spread, or what an unfinished trial had last. */
export function formatResult({ objective, spread, rungs }: ViewedTrial): string {
  const value = objective ?? rungs.at(-1)?.value;
  if (value === undefined) return "–";
  const measured = formatMeasure(value, 4);
  return spread === undefined ? measured : `${measured} ± ${formatMeasure(spread, 4)}`;
}

/** How far a trial came, and its rank among all that came so far: `1 epoch`, `3 of 24`. */
export const formatStanding = (
  sweep: Pick<SweepView, "rungs" | "unit">,
  standing: RungRank | undefined,
): readonly [after: string, rank: string] =>
  standing === undefined
    ? ["–", "–"]
    : [formatLength(sweep, standing.rung), `${standing.rank} of ${standing.of}`];
