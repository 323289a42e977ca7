/** The objective of a sweep's trials, in the order of their results, with the best so far. */
import type { SweepView, ViewedTrial } from "../sweep/records/sweep_view.ts";
import { shortNumber } from "../base/terminal/format_number.ts";
import { axis } from "./axis.ts";
import { type Html, markup } from "./markup.ts";
import { fixed, legend, plot, plotPlaces, wideSize } from "./plot.ts";

interface Reached {
  readonly trial: ViewedTrial;
  readonly at: number;
  readonly value: number;
  readonly whole: boolean;
}

/** Units of time, each for what lasts at least so many milliseconds. */
const units = [
  { name: "hours", size: 3_600_000, least: 4 * 3_600_000 },
  { name: "minutes", size: 60_000, least: 4 * 60_000 },
  { name: "seconds", size: 1000, least: 0 },
] as const;

/**
 * Trials of full length as dots, stopped or paused ones as hollow dots at their last result; over
 * the time since the sweep started, or over trials if times are unknown. Undefined if no trial has
 * a result.
 */
export function objectivePlot({ trials, objective }: SweepView): Html | undefined {
  const shown = trials.filter(({ objective: value, rungs }) =>
    value !== undefined || rungs.length > 0
  );
  if (shown.length === 0) return undefined;
  const timed = shown.every(({ started, ended }) => started !== undefined && ended !== undefined);
  const begin = shown.reduce((least, { started = 0 }) => Math.min(least, started), Infinity);
  const lasted = shown.reduce((most, { ended = 0 }) => Math.max(most, ended - begin), 0);
  const { name, size } = units.find(({ least }) => lasted >= least)!;
  const reached = shown.map((trial): Reached => ({
    trial,
    at: timed ? (trial.ended! - begin) / size : trial.number,
    value: trial.objective ?? trial.rungs.at(-1)!.value,
    whole: trial.objective !== undefined,
  })).sort((a, b) => a.at - b.at || a.trial.number - b.trial.number);
  const places = plotPlaces(wideSize);
  const x = axis(
    timed ? name : "trial",
    reached.map(({ at }) => at),
    places.x,
    { exact: true },
  );
  const y = axis(objective.metric, robust(reached.map(({ value }) => value)), places.y);
  const [low, high] = places.y;
  const inside = (value: number) => Math.min(low, Math.max(high, y.place(value)));
  const best = bestSoFar(reached, objective.goal, x.place, inside);
  const marks = markup`<path class="line c1" d="${best}"/>
${
    reached.map(({ trial, at, value, whole }) => {
      const what = `trial ${trial.number}: ${shortNumber(value)}, ${trial.state}`;
      return markup`<circle class="dot c0${whole ? "" : " hollow"}" cx="${
        fixed(x.place(at))
      }" cy="${fixed(inside(value))}" r="3.4"><title>${what}</title></circle>`;
    })
  }`;
  const title = "Objective over time";
  const keys = [legend("best so far", 1), legend("full length (hollow: stopped before)", 0)];
  return markup`<figure><figcaption>${title}${keys}</figcaption>
${plot(title, wideSize, x, y, marks)}</figure>`;
}

/** Values without those that lie so far out that they would flatten the others. */
function robust(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const spread = at(0.75) - at(0.25);
  if (sorted.length < 8 || spread === 0) return sorted;
  return sorted.filter((value) => value >= at(0.25) - 4 * spread && value <= at(0.75) + 4 * spread);
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
  for (const { at, value, whole } of reached) {
    if (!whole) continue;
    if (best === undefined) path += `M${fixed(x(at))} ${fixed(y(value))}`;
    else if (goal === "minimize" ? value < best : value > best) {
      path += `H${fixed(x(at))}V${fixed(y(value))}`;
    } else continue;
    best = value;
  }
  const end = reached.at(-1);
  return best === undefined || end === undefined ? "" : `${path}H${fixed(x(end.at))}`;
}
