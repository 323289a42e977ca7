import { pow } from "../../kernels/math.ts";
import type { Every } from "../../config/every.ts";
import { type Schedule, scheduleOfStep, type ScheduleSpan } from "./schedule.ts";

/** The base rate times `factor` once for each `every` that has passed. */
export function stepDecay(
  { every, factor }: { readonly every: Every; readonly factor: number },
  { baseRate, stepsPerEpoch }: ScheduleSpan,
): Schedule {
  const period = every.unit === "steps" ? every.count : every.count * stepsPerEpoch;
  return scheduleOfStep((step) => baseRate * pow(factor, Math.floor(step / period)));
}
