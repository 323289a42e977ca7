import type { Schedule, ScheduleSpan } from "./schedule.ts";

/**
 * Rises linearly over the first `warmup` steps, step i getting base · (i + 1) / warmup, and then
 * hands over to the schedule that `behind` makes. That schedule counts its steps from the end of
 * the warm-up, and its run is that much shorter, as in optax's `join_schedules`; what it learned
 * from losses during the warm-up counts.
 */
export function warmUp(
  warmup: number,
  span: ScheduleSpan,
  behind: (span: ScheduleSpan) => Schedule,
): Schedule {
  const next = behind({ ...span, totalSteps: Math.max(0, span.totalSteps - warmup) });
  return {
    ...next,
    rate: (state, step) =>
      step < warmup
        ? span.baseRate * state.factor * (step + 1) / warmup
        : next.rate(state, step - warmup),
  };
}
