/** The axis of a sweep's objective, where single trials may be off by orders of magnitude. */
import { counted } from "../base/terminal/format_number.ts";
import { type Axis, axis, type Places } from "./plots/axis.ts";

/** Factor between values from which on they are spread by their logarithms. */
const decade = 10;

export interface ObjectiveAxis extends Axis {
  /** How many values have their place at its end, beyond which they lie. */
  readonly beyond: number;
}

/**
 * The axis of the objective's values, logarithmic where they spread over a decade. Values that lie
 * so far out that they would flatten the others have their place at its end.
 */
export function objectiveAxis(
  label: string,
  values: readonly number[],
  places: Places,
  options: { readonly exact?: boolean } = {},
): ObjectiveAxis {
  const kept = withoutOutliers(values);
  const [least, greatest] = [kept[0] ?? 0, kept.at(-1) ?? 0];
  const log = least > 0 && greatest / least >= decade;
  // Of powers of ten, the next ones may be far away.
  const exact = log || options.exact === true;
  const { place, ...rest } = axis(label, kept, places, { exact, log });
  const low = Math.min(...places), high = Math.max(...places);
  const beyond = values.length - kept.length;
  return { ...rest, beyond, place: (value) => Math.min(high, Math.max(low, place(value))) };
}

/** What a reader should know of values beyond an axis; undefined without any. */
export const beyondNote = ({ beyond }: Pick<ObjectiveAxis, "beyond">): string | undefined =>
  beyond === 0
    ? undefined
    : `${counted(beyond, "result")} beyond the axis of the objective ${
      beyond === 1 ? "is" : "are"
    } drawn at its end.`;

/** In order, without those over four times the middle half's spread away from it. */
function withoutOutliers(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const spread = at(0.75) - at(0.25);
  if (sorted.length < 8 || spread === 0) return sorted;
  return sorted.filter((value) => value >= at(0.25) - 4 * spread && value <= at(0.75) + 4 * spread);
}
