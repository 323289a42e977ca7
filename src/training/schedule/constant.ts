import { type Schedule, scheduleOfStep, type ScheduleSpan } from "./schedule.ts";

/** The base rate at every step. */
export function constant({ baseRate }: ScheduleSpan): Schedule {
  return scheduleOfStep(() => baseRate);
}
