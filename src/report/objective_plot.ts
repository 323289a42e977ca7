/** The objective of a sweep's trials, in the order of their results, with the best so far. */
import type { SweepView, ViewedTrial } from "../sweep/records/sweep_view.ts";
import { shortNumber } from "../base/terminal/format_number.ts";
import { axis } from "./plots/axis.ts";
import { figure, legend } from "./plots/legend.ts";
import { type Html, markup } from "../base/html/markup.ts";
import { beyondNote, objectiveAxis } from "./objective_axis.ts";
import { note } from "../base/html/page.ts";
import { fixed, plot, plotPlaces, tallHeight } from "./plots/plot.ts";

interface Reached {
  readonly trial: ViewedTrial;
  readonly at: number;
  /** Its last result; undefined for one that failed before there was any. */
  readonly value: number | undefined;
  readonly look: Look;
}

type Look = "whole" | "stopped" | "failed";

/** Units of time, each for what lasts at least so many milliseconds. */
const units = [
  { name: "hours", size: 3_600_000, least: 4 * 3_600_000 },
  { name: "minutes", size: 60_000, least: 4 * 60_000 },
  { name: "seconds", size: 1000, least: 0 },
] as const;

/**
 * Trials of full length as dots, stopped or paused ones as hollow dots at their last result, failed
 * ones as crosses; over the time since the sweep started, or over trials if times are unknown.
 * Undefined if no trial has a result.
 */
export function objectivePlot({ trials, objective }: SweepView): Html | undefined {
  const shown = trials.filter(({ state, rungs }) => state === "failed" || rungs.length > 0);
  const values = shown.flatMap(({ rungs }) => rungs.at(-1)?.value ?? []);
  if (values.length === 0) return undefined;
  const { name, placed } = inTime(shown);
  const places = plotPlaces(tallHeight);
  const x = axis(name, placed.map(({ at }) => at), places.x, { exact: true, zero: true });
  const y = objectiveAxis(`${objective.metric}, nats per token`, values, places.y);
  const best = bestSoFar(placed, objective.goal, x.place, y.place);
  const marks = placed.map((one) => {
    const top = places.y[1];
    return markOf(one, fixed(x.place(one.at)), one.value === undefined ? top : y.place(one.value));
  });
  const title = "Objective over time";
  const signs = [
    ["whole", "at full length", "c0", "dot"],
    ["stopped", "stopped before", "c0", "hollow"],
    ["failed", "failed", "bad", "cross"],
  ] as const;
  const keys = [
    ...best === "" ? [] : [legend("best so far", "c1")],
    ...signs.filter(([look]) => placed.some((one) => one.look === look))
      .map(([, what, color, sign]) => legend(what, color, sign)),
  ];
  const lines = markup`<path class="line c1" d="${best}"/>`;
  const said = beyondNote(y);
  return markup`${figure(title, keys, plot(title, tallHeight, x, y, { lines, marks }))}${
    said && note(said)
  }`;
}

/** Trials by when they ended. */
function inTime(
  trials: readonly ViewedTrial[],
): { readonly name: string; readonly placed: readonly Reached[] } {
  const timed = trials.every(({ started, ended }) => started !== undefined && ended !== undefined);
  const begin = trials.reduce((least, { started = 0 }) => Math.min(least, started), Infinity);
  const lasted = trials.reduce((most, { ended = 0 }) => Math.max(most, ended - begin), 0);
  const { name, size } = units.find(({ least }) => lasted >= least)!;
  const placed = trials.map((trial): Reached => ({
    trial,
    at: timed ? (trial.ended! - begin) / size : trial.number,
    value: trial.objective ?? trial.rungs.at(-1)?.value,
    look: trial.state === "failed" ? "failed" : trial.objective === undefined ? "stopped" : "whole",
  })).sort((a, b) => a.at - b.at || a.trial.number - b.trial.number);
  return { name: timed ? `${name} since the start` : "trial", placed };
}

function markOf({ trial, value, look }: Reached, x: string, y: number): Html {
  const measured = value === undefined ? "" : `${shortNumber(value)}, `;
  const what = `trial ${trial.number}: ${measured}${trial.state}`;
  const title = markup`<title>${what}</title>`;
  if (look === "failed") {
    return markup`<svg class="bad" x="${x}%" y="${fixed(y)}">${title}
<path class="cross" d="M-4-4 4 4M-4 4 4-4"/></svg>`;
  }
  const hollow = look === "stopped" ? " hollow" : "";
  return markup`<circle class="dot c0${hollow}" cx="${x}%" cy="${
    fixed(y)
  }" r="3.6">${title}</circle>`;
}

/** A line in steps through the best of the trials of full length. */
function bestSoFar(
  reached: readonly Reached[],
  goal: "minimize" | "maximize",
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  let path = "";
  let best: number | undefined;
  for (const { at, value, look } of reached) {
    if (look !== "whole" || value === undefined) continue;
    if (best === undefined) path += `M${fixed(x(at))} ${fixed(y(value))}`;
    else if (goal === "minimize" ? value < best : value > best) {
      path += `H${fixed(x(at))}V${fixed(y(value))}`;
    } else continue;
    best = value;
  }
  const end = reached.at(-1);
  return best === undefined || end === undefined ? "" : `${path}H${fixed(x(end.at))}`;
}
