/// <reference lib="dom" />
/** A chart of one measure of the chosen runs, by uPlot. */
import uPlot from "uplot";
import { made } from "../../use/page/elements.ts";
import { colour } from "./colours.ts";
import { type Along, type CurveTable } from "./curve_table.ts";

/** A run's curve. */
export interface Curve {
  readonly name: string;
  /** Number of its colour. */
  readonly colour: number;
  readonly table: CurveTable;
}

export interface ChartLook {
  readonly along: Along;
  readonly logarithmic: boolean;
  readonly isDark: boolean;
}

export interface Chart {
  readonly element: HTMLElement;
  /** Draws the curves; those of the same runs as before in the same place, if it is zoomed. */
  readonly draw: (title: string, curves: readonly Curve[], look: ChartLook) => void;
  /** Shows everything again, once it is drawn anew. */
  readonly whole: () => void;
}

const height = 260;

/** Lines whose values stand below a chart; of more, the name of the one that is pointed at. */
const mostListed = 24;

/** @param group of charts that are zoomed together */
export function makeChart(group: string): Chart {
  const caption = made("figcaption", "");
  const place = made("div", "");
  place.role = "img";
  const pointed = made("p", "note", "");
  const element = made("figure", "", caption, place, pointed);
  let plot: uPlot | undefined, drawn = "", isZoomed = false;
  new ResizeObserver(() => plot?.setSize({ width: place.clientWidth, height })).observe(place);
  return {
    element,
    whole: () => {
      isZoomed = false;
      drawn = "";
    },
    draw: (title, curves, look) => {
      const lines = curves.flatMap(linesOf);
      element.hidden = lines.length === 0;
      if (element.hidden) return;
      caption.textContent = title;
      place.ariaLabel = `${title} of ${curves.map(({ name }) => name).join(", ")}`;
      const data = uPlot.join(lines.map(({ places, values }) => [[...places], [...values]]));
      const key = JSON.stringify([title, lines.map(({ label }) => label), look]);
      if (plot !== undefined && key === drawn) {
        plot.setData(data, !isZoomed);
        if (isZoomed) plot.redraw();
        return;
      }
      drawn = key;
      isZoomed = false;
      plot?.destroy();
      const zoomed = (self: uPlot) => isZoomed ||= self.select.width > 0;
      pointed.hidden = lines.length <= mostListed;
      pointed.textContent = `${lines.length} lines: point at one for its name`;
      const point = (_: uPlot, at: number | null) => {
        const line = at === null ? undefined : lines[at - 1];
        if (line !== undefined) pointed.textContent = line.label;
      };
      const hooks = { setSelect: [zoomed], setSeries: [point] };
      plot = new uPlot(options(lines, look, place.clientWidth, group, hooks), data, place);
    },
  };
}

interface Line {
  readonly label: string;
  readonly stroke: (isDark: boolean) => string;
  readonly isTraining: boolean;
  readonly places: readonly number[];
  readonly values: readonly number[];
}

/** Those of training and validation that have a point. */
function linesOf({ name, colour: number, table }: Curve): readonly Line[] {
  return (["train", "valid"] as const).flatMap((split) => {
    const found = table.places.flatMap((place, i) => {
      const value = table[split][i];
      return value === null || value === undefined ? [] : [[place, value] as const];
    });
    if (found.length === 0) return [];
    const isTraining = split === "train";
    return [{
      label: `${name} ${split}`,
      stroke: (isDark: boolean) => `${colour(number, isDark)}${isTraining ? "a0" : ""}`,
      isTraining,
      places: found.map(([place]) => place),
      values: found.map(([, value]) => value),
    }];
  });
}

function options(
  lines: readonly Line[],
  { along, logarithmic, isDark }: ChartLook,
  width: number,
  group: string,
  hooks: uPlot.Hooks.Arrays,
): uPlot.Options {
  const axis = {
    stroke: isDark ? "#9aa0a8" : "#5f646c",
    grid: { stroke: isDark ? "#34383e" : "#e2e3e0", width: 1 },
    ticks: { stroke: isDark ? "#34383e" : "#e2e3e0", width: 1 },
  };
  const shown = (_: uPlot, value: number | null) => value === null ? "–" : shortNumber(value);
  return {
    width,
    height,
    scales: { x: { time: false }, y: logarithmic ? { distr: 3 } : {} },
    axes: [
      { ...axis, label: along === "hours" ? "hours of training" : `${along}`, labelSize: 22 },
      {
        ...axis,
        size: 72,
        values: (_, ticks) => ticks.map((tick) => tick === null ? "" : shortNumber(tick)),
      },
    ],
    cursor: { sync: { key: group }, focus: { prox: 24 } },
    focus: { alpha: 0.35 },
    legend: { show: lines.length <= mostListed },
    hooks,
    series: [
      { label: along, value: shown },
      ...lines.map(({ label, stroke, isTraining, places }): uPlot.Series => ({
        label,
        stroke: stroke(isDark),
        width: isTraining ? 1.3 : 2,
        points: { show: !isTraining && places.length < 200, size: 5 },
        value: shown,
      })),
    ],
  };
}

/** Four digits, as far as they tell. */
const shortNumber = (value: number): string =>
  value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)
    ? value.toExponential(2)
    : Number(value.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 6 });
