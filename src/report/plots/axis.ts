/** The axes of a plot: from values to positions, with ticks at round numbers. */
import { scaleLinear, scaleLog } from "d3-scale";
import { shortNumber } from "../../base/terminal/format_number.ts";

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** One axis; its places are in percent of a width or in pixels, as the drawing has them. */
export interface Axis {
  readonly label: string;
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
}

/** First and last place of an axis. */
export type Places = readonly [first: number, last: number];

/** Numbers within which scales can be computed with; what is further out is drawn at the end. */
const smallest = 1e-300;
const largest = 1e300;

/**
 * The axis of some finite values.
 *
 * - `log` needs positive ones and spreads their logarithms.
 * - `zero` has the axis reach 0, unless it is logarithmic.
 * - `exact` keeps its ends at the least and the greatest value.
 */
export function axis(
  label: string,
  values: Iterable<number>,
  places: Places,
  { log = false, zero = false, exact = false, ticks: wanted = 5 } = {},
): Axis {
  let [least, greatest] = [Infinity, -Infinity];
  if (zero && !log) [least, greatest] = [0, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least > greatest) [least, greatest] = [0, 1];
  [least, greatest] = [within(least), within(greatest)];
  if (greatest - least < Math.max(smallest, Math.abs(least) * 1e-12)) {
    const margin = Math.abs(least) < smallest ? 1 : Math.abs(least) / 10;
    [least, greatest] = [least - margin, greatest + margin];
  }
  const scale = (log ? scaleLog() : scaleLinear())
    .domain(log ? [Math.max(least, smallest), greatest] : [least, greatest])
    .range([...places]);
  if (!exact) scale.nice(wanted);
  const ticks = log ? logTicks(scale.domain(), wanted) : scale.ticks(wanted);
  return {
    label,
    place: (value) => scale(value),
    ticks: ticks.map((value) => ({ at: scale(value), text: shortNumber(value, digitsOf(ticks)) })),
  };
}

const within = (value: number): number => Math.max(-largest, Math.min(largest, value));

/** Digits with which every tick is what it says, at least four. */
function digitsOf(ticks: readonly number[]): number {
  let digits = 4;
  while (digits < 12 && ticks.some((tick) => Number(tick.toPrecision(digits)) !== tick)) digits++;
  return digits;
}

/** Most powers of ten that values may differ by for ticks at 2 and 5 times them, too. */
const fewPowers = 2.5;

/** Powers of ten, with 2 and 5 times them where those are few. */
function logTicks([low = 1, high = 1]: readonly number[], wanted: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const times = Math.log10(high / low) <= fewPowers ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil((last - first) / (wanted + 1)));
  const ticks: number[] = [];
  for (let power = first; power <= last; power += stride) {
    for (const factor of times) {
      const value = Number(`${factor}e${power}`);
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) ticks.push(value);
    }
  }
  return ticks;
}
