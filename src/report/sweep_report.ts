/** The report of a sweep. */
import { counted, formatDuration, formatMeasure } from "../base/terminal/format_number.ts";
import { rankTrials } from "../sweep/results/rank_trials.ts";
import type { TrialDifference } from "../sweep/results/trial_differences.ts";
import type { SweepView, ViewedTrial } from "../sweep/records/sweep_view.ts";
import { formatValue } from "../sweep/space/format_value.ts";
import type { Range } from "../sweep/space/space.ts";
import type { TrialState } from "../sweep/trial.ts";
import { type ComparedResults, comparedResults, describeRung } from "./compared_results.ts";
import { differenceRows } from "./difference_rows.ts";
import { goOn } from "./go_on.ts";
import { importanceSection } from "./importance_section.ts";
import { type Content, type Html, markup } from "../base/html/markup.ts";
import { objectivePlot } from "./objective_plot.ts";
import { breakable, facts, note, type Page, page, section, table } from "../base/html/page.ts";
import { parallelPlot } from "./parallel_plot.ts";
import { failedTrials, trialTable } from "./trial_table.ts";

/** A page of the objective over time, parallel coordinates, importances and a table of trials. */
export function sweepReport(
  view: SweepView,
  differences: readonly TrialDifference[] = [],
): string {
  return page({
    title: view.name,
    kind: "Sweep",
    state: stateOf(view),
    sections: sweepSections(view, differences),
  });
}

/** The parts of the page. */
export function sweepSections(
  view: SweepView,
  differences: readonly TrialDifference[] = [],
): readonly Content[] {
  const { objective, space, trials } = view;
  const [best] = rankTrials(trials, objective.goal);
  const compared = comparedResults(view);
  return [
    outcomeFacts(view, best),
    section("The best trial", best && bestTrial(view, best)),
    section("Failed trials", failedTrials(view)),
    section("Objective", objectivePlot(view) ?? note("No trial has a result yet.")),
    section("Trials", parallelSection(view, compared, best)),
    section("Importance", importanceSection(space, compared)),
    section("Computed by", differenceSection(differences)),
    section("All trials", trials.length === 0 ? undefined : trialTable(view)),
    section("Space", spaceTable(space)),
  ];
}

const countStates = ({ trials }: SweepView, ...states: readonly TrialState[]): number =>
  trials.filter(({ state }) => states.includes(state)).length;

/** How the sweep stands; failed trials are part of it. */
function stateOf(view: SweepView): Page["state"] {
  const failed = countStates(view, "failed");
  const isBusy = countStates(view, "running", "waiting") > 0;
  const word = isBusy ? "running" : countStates(view, "finished") === 0 ? "unfinished" : "finished";
  if (failed > 0) {
    return { text: `${word}, ${failed} of ${view.trials.length} trials failed`, tone: "bad" };
  }
  return { text: word, tone: isBusy ? "busy" : word === "finished" ? "good" : "plain" };
}

function outcomeFacts(view: SweepView, best: ViewedTrial | undefined): Html {
  const { objective: { metric }, trials } = view;
  const count = (...states: readonly TrialState[]) => countStates(view, ...states) || undefined;
  const failed = count("failed");
  return facts([
    [`best ${metric}`, best?.objective === undefined ? "" : formatMeasure(best.objective, 4)],
    ["of trial", best?.number],
    ["trials", trials.length],
    ["finished", count("finished") ?? 0],
    ["pruned or paused", count("pruned", "paused")],
    ["failed", failed === undefined ? failed : markup`<span class="bad">${failed}</span>`],
    ["under way", count("running", "waiting")],
    ["from start to end", duration(trials)],
  ]);
}

function duration(trials: readonly ViewedTrial[]): string | undefined {
  const starts = trials.flatMap(({ started }) => started === undefined ? [] : [started]);
  const ends = trials.flatMap(({ ended }) => ended === undefined ? [] : [ended]);
  if (starts.length === 0 || ends.length === 0) return undefined;
  const least = starts.reduce((a, b) => Math.min(a, b));
  return formatDuration((ends.reduce((a, b) => Math.max(a, b)) - least) / 1000);
}

function bestTrial({ space }: SweepView, { values, runs, spread }: ViewedTrial): Html {
  const [run] = runs;
  return markup`${
    facts(
      space.filter(({ path }) => Object.hasOwn(values, path))
        .map(({ path }) => [path, formatValue(values[path])]),
    )
  }${
    note(markup`${
      spread === undefined
        ? undefined
        : `Standard deviation over seeds ${formatMeasure(spread, 4)}. `
    }${runs.length === 1 ? "Its run" : "Its runs"}: ${
      runs.map((run, i) =>
        markup`${i > 0 ? ", " : ""}<code>${run}</code>`
      )
    }`)
  }${
    run === undefined ? undefined : goOn([
      { what: "its curves, and how to go on with it", command: ["report", run] },
      { what: "measure it on the test part", command: ["evaluate", run] },
      { what: "write text with it", command: ["generate", run] },
    ])
  }`;
}

function parallelSection(
  view: SweepView,
  compared: ComparedResults,
  best: ViewedTrial | undefined,
): Html | undefined {
  const drawn = parallelPlot(view, compared, best?.number);
  return drawn &&
    markup`${drawn}${
      note(
        `${counted(compared.trials.length, "trial")}, compared by what they had ` +
          `${describeRung(view, compared.rung)}.`,
      )
    }`;
}

function differenceSection(differences: readonly TrialDifference[]): Html | undefined {
  if (differences.length === 0) return undefined;
  const columns = [{ name: "what", kind: "text" }, { name: "trials" }] as const;
  return markup`${table("Computed by", columns, differenceRows(differences))}${
    note("Trials that were computed differently may differ by more than their values.")
  }`;
}

const spaceTable = (space: SweepView["space"]): Html =>
  table(
    "Space",
    [{ name: "parameter" }, { name: "values", kind: "text" }, { name: "only if", kind: "text" }],
    space.map(({ path, domain, when = {} }) => [
      markup`<code class="path">${breakable(path)}</code>`,
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
