/** The report of a sweep. */
import { formatDuration, formatMeasure } from "../base/terminal/format_number.ts";
import { type Importance, importances, leastTrials } from "../sweep/results/importance.ts";
import { compareTrials, formatResult } from "./sweep_comparison.ts";
import { formatRuns } from "../sweep/results/same_run.ts";
import { rankTrials } from "../sweep/results/rank_trials.ts";
import type { SweepView, ViewedTrial } from "../sweep/records/sweep_view.ts";
import type { TrialState } from "../sweep/trial.ts";
import { type ComparedResults, comparedResults } from "./compared_results.ts";
import { formatValue } from "../sweep/space/format_value.ts";
import type { Range } from "../sweep/space/space.ts";
import { type Html, markup } from "./markup.ts";
import { objectivePlot } from "./objective_plot.ts";
import { facts, page, section, table } from "./page.ts";
import { parallelPlot } from "./parallel_plot.ts";
import { differenceRows } from "./difference_rows.ts";
import type { TrialDifference } from "../sweep/results/trial_differences.ts";

/** Most trials in the table. */
const most = 1000;

/** A page of the objective over time, parallel coordinates, importances and a table of trials. */
export function sweepReport(
  view: SweepView,
  differences: readonly TrialDifference[] = [],
): string {
  const { name, objective, space, trials } = view;
  const [best] = rankTrials(trials, objective.goal);
  const compared = comparedResults(view);
  const count = (...states: readonly TrialState[]) =>
    trials.filter(({ state }) => states.includes(state)).length;
  const inFlight = count("running", "waiting");
  return page({
    title: name,
    kind: "Sweep",
    state: inFlight > 0 ? "running" : best === undefined ? "unfinished" : "finished",
    sections: [
      facts([
        [`best ${objective.metric}`, best && formatMeasure(best.objective, 4)],
        ["of trial", best?.number],
        ["trials", trials.length],
        ["finished", count("finished")],
        ["pruned or paused", count("pruned", "paused") || undefined],
        ["failed", count("failed") || undefined],
        ["under way", inFlight || undefined],
        ["from start to end", duration(trials)],
      ]),
      section("The best trial", best && bestTrial(view, best)),
      section(
        "Objective",
        objectivePlot(view) ?? markup`<p class="note">No trial has a result yet.</p>`,
      ),
      section("Trials", parallelSection(view, compared)),
      section("Importance", importanceSection(view, compared)),
      section("Computed by", differenceSection(differences)),
      section("All trials", trials.length === 0 ? undefined : trialTable(view)),
      section("Space", spaceTable(space)),
    ],
  });
}

function duration(trials: readonly ViewedTrial[]): string | undefined {
  const starts = trials.flatMap(({ started }) => started === undefined ? [] : [started]);
  const ends = trials.flatMap(({ ended }) => ended === undefined ? [] : [ended]);
  if (starts.length === 0 || ends.length === 0) return undefined;
  const least = starts.reduce((a, b) => Math.min(a, b));
  return formatDuration((ends.reduce((a, b) => Math.max(a, b)) - least) / 1000);
}

function bestTrial({ space }: SweepView, { values, runs, spread }: ViewedTrial): Html {
  return markup`${
    facts(
      space.filter(({ path }) => Object.hasOwn(values, path))
        .map(({ path }) => [path, formatValue(values[path])]),
    )
  }<p class="note">${
    spread === undefined ? undefined : `Standard deviation over seeds ${formatMeasure(spread, 4)}. `
  }${runs.length === 1 ? "Its run" : "Its runs"}: ${
    runs.map((run, i) => markup`${i > 0 ? ", " : ""}<code>${run}</code>`)
  }</p>`;
}

/** Where results were taken, when that was not at full length. */
function lengthNote({ rungs, unit }: SweepView, { rung, trials }: ComparedResults): Html {
  const where = rung === rungs.length - 1 ? "at full length" : `after ${rungs[rung]} ${unit}`;
  return markup`<p class="note">${trials.length} trials, compared by what they had ${where}.</p>`;
}

function parallelSection(view: SweepView, compared: ComparedResults): Html | undefined {
  const drawn = parallelPlot(view.space, compared, view.objective);
  return drawn && markup`${drawn}${lengthNote(view, compared)}`;
}

function importanceSection(view: SweepView, compared: ComparedResults): Html {
  const shares = importances(view.space, compared.trials);
  if (shares.length === 0) {
    return markup`<p class="note">It takes ${leastTrials} trials of different results to say
which parameters matter.</p>`;
  }
  const rest = 1 - shares.reduce((sum, { share }) => sum + share, 0);
  return markup`<div class="card bars">${shares.map(bar)}</div>${lengthNote(view, compared)}
<p class="note">Each is the share of the variance over the space that the parameter explains by itself
(fANOVA on a forest of regression trees); ${
    percent(Math.max(0, rest))
  } are left to parameters acting together.</p>`;
}

const percent = (share: number): string => `${formatMeasure(100 * share, 1)} %`;

const bar = ({ path, share }: Importance): Html =>
  markup`<b>${path}</b><div><span style="width:${
    formatMeasure(100 * share, 1)
  }%"></span></div><em>${percent(share)}</em>`;

function differenceSection(differences: readonly TrialDifference[]): Html | undefined {
  if (differences.length === 0) return undefined;
  const rows = table(["what", "trials"], differenceRows(differences));
  return markup`${rows}<p class="note">Trials that were computed differently
may differ by more than their values.</p>`;
}

const spaceTable = (space: SweepView["space"]): Html =>
  table(
    ["parameter", "values", "when"],
    space.map(({ path, domain, when = {} }) => [
      markup`<code>${path}</code>`,
      "values" in domain ? domain.values.map(formatValue).join(", ") : formatRange(domain),
      Object.entries(when).map(([other, values]) =>
        `${other} is ${values.map(formatValue).join(" or ")}`
      ).join(", "),
    ]),
  );

const formatRange = ({ min, max, step, scale }: Range): string =>
  `${formatValue(min)} to ${formatValue(max)}${step === undefined ? "" : ` in steps of ${step}`}${
    scale === "log" ? ", on a log scale" : ""
  }`;

function trialTable(view: SweepView): Html {
  const { space, objective } = view;
  const { trials: ordered } = compareTrials(view);
  const paths = space.map(({ path }) => path);
  const runs = formatRuns(ordered);
  const failed = ordered.some(({ failure }) => failure !== undefined);
  return markup`${
    table(
      ["trial", objective.metric, "state", ...paths, "run", ...(failed ? ["why it failed"] : [])],
      ordered.slice(0, most).map((trial, row) => [
        trial.number,
        formatResult(trial),
        trial.state,
        ...paths.map((path) => formatValue(trial.values[path])),
        runs[row],
        trial.failure,
      ]),
    )
  }${
    ordered.length > most
      ? markup`<p class="note">The first ${most} of ${ordered.length} trials.</p>`
      : undefined
  }`;
}
