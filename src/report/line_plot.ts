/** Measures over the steps of a run, as lines. */
import { formatCount, shortNumber } from "../base/terminal/format_number.ts";
import { axis } from "./axis.ts";
import { type Html, markup } from "./markup.ts";
import { fixed, legend, linePath, plot, plotPlaces, plotSize, type Point } from "./plot.ts";
import { downsample } from "./downsample.ts";

export interface PlotLine {
  readonly name: string;
  /** Number of its colour, from 0. */
  readonly color: number;
  readonly points: readonly Point[];
  /** Whether each point is marked, for few and far between. */
  readonly dots?: boolean;
}

export interface LinePlot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly PlotLine[];
  /** Whether y may be logarithmic: it is where values are positive and spread over two decades. */
  readonly mayLog?: boolean;
}

/** The plot with a legend of its lines, or undefined where there is no point to draw. */
export function linePlot({ title, x, y, lines, mayLog = false }: LinePlot): Html | undefined {
  const drawn = lines.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return undefined;
  const places = plotPlaces(plotSize);
  const xs = drawn.flatMap(({ points }) => [points[0]![0], points.at(-1)![0]]);
  const ys = function* () {
    for (const { points } of drawn) for (const [, value] of points) yield value;
  };
  const xAxis = axis(x, xs, places.x, { exact: true });
  const yAxis = axis(y, ys(), places.y, { log: mayLog && spansDecades(ys()) });
  const toPlace = ([a, b]: Point): Point => [xAxis.place(a), yAxis.place(b)];
  const marks = drawn.map(({ name, color, points, dots }) => {
    const path = linePath(downsample(points).map(toPlace));
    const drawnDots = dots && points.length <= mostDots ? points : [];
    return markup`<path class="line c${color}" d="${path}"/>
${
      drawnDots.map((point) => {
        const [cx, cy] = toPlace(point);
        const what = `${name} ${shortNumber(point[1])} at ${x} ${formatCount(point[0])}`;
        return markup`<circle class="dot c${color}" cx="${fixed(cx)}" cy="${
          fixed(cy)
        }" r="3"><title>${what}</title></circle>`;
      })
    }`;
  });
  const keys = drawn.length < 2 ? [] : drawn.map(({ name, color }) => legend(name, color));
  return markup`<figure><figcaption>${title}${keys}</figcaption>
${plot(title, plotSize, xAxis, yAxis, marks)}</figure>`;
}

/** Most points that are marked. */
const mostDots = 200;

/** Whether positive values differ by a factor of a hundred. */
function spansDecades(values: Iterable<number>): boolean {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return least > 0 && greatest / least >= 100;
}
