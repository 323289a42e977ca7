/**
 * Parallel coordinates: an axis for each parameter and one for the objective, a line for each
 * trial.
 */
import { shortNumber } from "../base/terminal/format_number.ts";
import { formatValue } from "../sweep/space/format_value.ts";
import { gridValues } from "../sweep/samplers/grid.ts";
import type { Parameter, Scalar, Space } from "../sweep/space/space.ts";
import type { Goal } from "../sweep/trial.ts";
import { axis, type Tick } from "./axis.ts";
import type { ComparedResults } from "./compared_results.ts";
import { type Html, markup } from "./markup.ts";
import { fixed, legend, linePath, type Point } from "./plot.ts";

/** Most trials that are drawn, the best ones. */
const most = 600;

interface Rail {
  readonly name: string;
  readonly ticks: readonly Tick[];
  /** Where a trial's line meets it. */
  readonly place: (value: Scalar | undefined) => number;
}

const top = 44;
const bottom = 320;
/** Where lines of trials go that do not have the parameter. */
const absent = 344;
/** Width of the drawing, and the least distance of rails, which may make it wider. */
const usual = 1080;
const closest = 150;
/** Room before the first rail and, for its ticks, after the last. */
const before = 70;
const after = 100;

/** The plot, or undefined where there are not two trials to compare. */
export function parallelPlot(
  space: Space,
  { trials }: ComparedResults,
  objective: { readonly metric: string; readonly goal: Goal },
): Html | undefined {
  if (trials.length < 2) return undefined;
  const sign = objective.goal === "minimize" ? 1 : -1;
  const ranked = [...trials].sort((a, b) =>
    sign * (a.result - b.result) || a.trial.number - b.trial.number
  ).slice(0, most);
  const results = ranked.map(({ result }) => result);
  const parameters = space.map((parameter) => parameterRail(parameter));
  const rails = [...parameters, resultRail(objective.metric, results)];
  const gaps = rails.length - 1;
  const spacing = Math.max(closest, Math.floor((usual - before - after) / gaps));
  const width = before + spacing * gaps + after;
  const x = (rail: number) => before + rail * spacing;
  const optional = space.some(({ when }) => when !== undefined);
  const height = optional ? 366 : 340;
  // The best are drawn last, over the others.
  const lines = ranked.map(({ trial, values, result }, rank) => {
    const places = rails.map(({ place }, rail): Point => [
      x(rail),
      place(rail < space.length ? values[space[rail]!.path] : result),
    ]);
    const share = Math.round(100 * rank / (ranked.length - 1));
    const color = `color-mix(in oklab, var(--poor) ${share}%, var(--good))`;
    const what = [
      `trial ${trial.number}: ${objective.metric} ${shortNumber(result)}`,
      ...Object.entries(values).map(([path, value]) => `${path} ${formatValue(value)}`),
    ].join(", ");
    const look = rank === 0
      ? markup`class="trial best"`
      : markup`class="trial" style="stroke:${color}"`;
    return markup`<path ${look} d="${linePath(places)}"><title>${what}</title></path>\n`;
  }).reverse();
  const title = "Parallel coordinates";
  const leastWidth = Math.min(width, 110 * rails.length + 60);
  return markup`<figure><figcaption>${title}${legend("best", 1)}${
    legend("good to poor", 0)
  }</figcaption>
<div class="scroll"><svg viewBox="0 0 ${width} ${height}" style="min-width:${leastWidth}px"
 role="img" aria-label="${title}">
${lines}${rails.map((rail, i) => drawRail(rail, x(i), i % 2 === 0 ? 30 : 14))}${
    optional ? markup`<text x="6" y="${absent + 4}">not set</text>` : undefined
  }</svg></div></figure>`;
}

/**
 * An axis with its ticks and its name, whose height differs from its neighbours' so that names do
 * not overlap.
 */
function drawRail({ name, ticks }: Rail, x: number, nameHeight: number): Html {
  return markup`<g><path class="rail" d="M${x} ${top}V${bottom}"/>
<text x="${x}" y="${nameHeight}" text-anchor="middle">${
    shortened(name)
  }<title>${name}</title></text>${
    ticks.map(({ at, text }) =>
      markup`<text class="tick" x="${x + 6}" y="${fixed(at + 4)}">${
        shortened(text, 14)
      }<title>${text}</title></text>`
    )
  }</g>
`;
}

/** The end of a name that is too long: its last keys tell the most. */
function shortened(name: string, limit = 38): string {
  return name.length <= limit ? name : `…${name.slice(1 - limit)}`;
}

/** Most values of a stepped range that are all written. */
const mostTicks = 10;

function parameterRail(parameter: Parameter): Rail {
  const { path, domain } = parameter;
  if (!("values" in domain)) {
    const { place, ticks: round } = axis("", [domain.min, domain.max], [bottom, top], {
      log: domain.scale === "log",
      exact: true,
    });
    const steps = gridValues(parameter) as readonly number[] | undefined; // of a range: numbers
    const ticks = steps !== undefined && steps.length <= mostTicks
      ? steps.map((value) => ({ at: place(value), text: formatValue(value) }))
      : round;
    return {
      name: path,
      ticks,
      place: (value) => typeof value === "number" ? place(value) : absent,
    };
  }
  const { values } = domain;
  const at = (index: number) => bottom - (bottom - top) * (index + 0.5) / values.length;
  return {
    name: path,
    ticks: values.map((value, index) => ({ at: at(index), text: formatValue(value) })),
    place: (value) => value === undefined ? absent : at(values.indexOf(value)),
  };
}

function resultRail(metric: string, results: readonly number[]): Rail {
  const { place, ticks } = axis("", results, [bottom, top], { exact: true });
  return { name: metric, ticks, place: (value) => place(Number(value)) };
}
