import { cos } from "../../kernels/math.ts";
import { type Schedule, scheduleOfStep, type ScheduleSpan } from "./schedule.ts";

/**
 * floor + (base − floor) · (1 + cos(π · step / totalSteps)) / 2: from the base rate at step 0 half
 * a cosine down to `floor`, a learning rate, which it would reach one step after the last.
 * Source: Loshchilov and Hutter, SGDR, 2017, with one period, as PyTorch's `CosineAnnealingLR`.
 */
export function cosine(
  { floor }: { readonly floor: number },
  { baseRate, totalSteps }: ScheduleSpan,
): Schedule {
  return scheduleOfStep((step) => {
    const share = Math.min(1, step / Math.max(1, totalSteps));
    return floor + (baseRate - floor) * (1 + cos(Math.PI * share)) / 2;
  });
}
