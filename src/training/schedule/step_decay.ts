import { pow } from "../../kernels/math.ts";
import type { Every } from "../../config/every.ts";
import { type Schedule, scheduleOfStep, type ScheduleSpan } from "./schedule.ts";

/** The base rate times `factor` once after `from`, and once more for each `every` that has passed. */
export function stepDecay(
  { every, from = every, factor }: {
    readonly every: Every;
    readonly from?: Every | undefined;
    readonly factor: number;
  },
  { baseRate, stepsPerEpoch }: ScheduleSpan,
): Schedule {
  const stepsOf = ({ unit, count }: Every) => unit === "steps" ? count : count * stepsPerEpoch;
  const [period, first] = [stepsOf(every), stepsOf(from)];
  return scheduleOfStep((step) =>
    baseRate * pow(factor, step < first ? 0 : 1 + Math.floor((step - first) / period))
  );
}
