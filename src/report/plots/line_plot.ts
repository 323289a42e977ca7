/** Measures over the steps of a run, as lines. */
import { formatCount, shortNumber } from "../../base/terminal/format_number.ts";
import { type Axis, axis } from "./axis.ts";
import { downsample } from "./downsample.ts";
import { figure, legend } from "./legend.ts";
import { type Html, markup } from "../../base/html/markup.ts";
import { fixed, linePath, plot, plotHeight, plotPlaces, type Point } from "./plot.ts";

export interface PlotLine {
  readonly name: string;
  /** Number of its colour, from 0. */
  readonly color: number;
  readonly points: readonly Point[];
  /** Whether each point is marked, for few and far between. */
  readonly dots?: boolean;
}

/** A value that is the same all along, drawn from side to side. */
export interface Level {
  readonly name: string;
  readonly color: number;
  readonly value: number;
}

export interface LinePlot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly PlotLine[];
  readonly levels?: readonly Level[];
  /** Whether y reaches 0, or is logarithmic where positive values spread over two decades. */
  readonly zero?: boolean;
}

/** The plot with a legend of its lines, or undefined where there is no point to draw. */
export function linePlot(
  { title, x, y, lines, levels = [], zero = false }: LinePlot,
): Html | undefined {
  const drawn = lines.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return undefined;
  const places = plotPlaces(plotHeight);
  const xs = drawn.flatMap(({ points }) => [points[0]![0], points.at(-1)![0]]);
  const ys = function* () {
    for (const { points } of drawn) for (const [, value] of points) yield value;
    for (const { value } of levels) yield value;
  };
  const xAxis = axis(x, xs, places.x, { exact: true, zero: true });
  const yAxis = axis(y, ys(), places.y, { zero, log: zero && spansDecades(ys()) });
  const toPlace = ([a, b]: Point): Point => [xAxis.place(a), yAxis.place(b)];
  const paths = drawn.map(({ name, color, points }) => {
    const last = points.at(-1)!;
    return markup`<path class="line c${color}" d="${linePath(downsample(points).map(toPlace))}">
<title>${name}: ${shortNumber(last[1])} at ${x} ${formatCount(last[0])}</title></path>
`;
  });
  const keys = [
    ...(drawn.length + levels.length < 2 ? [] : drawn)
      .map(({ name, color }) => legend(name, `c${color}`)),
    ...levels.map(({ name, color }) => legend(name, `c${color}`, "dashed")),
  ];
  const marks = [
    levels.map((level) => levelLine(level, yAxis)),
    drawn.map((line) => dotsOf(line, x, toPlace)),
  ];
  return figure(title, keys, plot(title, plotHeight, xAxis, yAxis, { lines: paths, marks }));
}

const levelLine = ({ name, color, value }: Level, { place }: Axis): Html => {
  const y = fixed(place(value));
  const what = `${name}: ${shortNumber(value)}`;
  return markup`<line class="line level c${color}" x2="100%" y1="${y}" y2="${y}">
<title>${what}</title></line>
`;
};

/** Most points that are marked. */
const mostDots = 200;

const dotsOf = (
  { name, color, points, dots = false }: PlotLine,
  x: string,
  toPlace: (point: Point) => Point,
): readonly Html[] =>
  (dots && points.length <= mostDots ? points : []).map((point) => {
    const [cx, cy] = toPlace(point);
    const what = `${name} ${shortNumber(point[1])} at ${x} ${formatCount(point[0])}`;
    return markup`<circle class="dot c${color}" cx="${fixed(cx)}%" cy="${
      fixed(cy)
    }" r="3"><title>${what}</title></circle>`;
  });

/** Whether positive values differ by a factor of a hundred. */
function spansDecades(values: Iterable<number>): boolean {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return least > 0 && greatest / least >= 100;
}
