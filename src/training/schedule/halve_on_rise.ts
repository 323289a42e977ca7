import type { Every } from "../../config/every.ts";
import {
  initialScheduleState,
  type Observation,
  type Schedule,
  type ScheduleSpan,
  type ScheduleState,
  type WatchedLoss,
} from "./schedule.ts";

/**
 * Halves the rate when the watched loss is higher than at the last check. The first check only
 * remembers the loss. A measurement before `every` has passed since the last check is ignored. A
 * loss that is NaN or infinite counts as a rise and is not remembered.
 */
export function halveOnRise(
  { watch, every }: { readonly watch: WatchedLoss; readonly every: Every },
  { baseRate }: ScheduleSpan,
): Schedule {
  return {
    initial: initialScheduleState,
    rate: (state) => baseRate * state.factor,
    observe(state, observation) {
      if (state.loss !== null && !passed(every, state, observation)) return state;
      const finite = Number.isFinite(observation.loss);
      const rose = !finite || state.loss !== null && observation.loss > state.loss;
      return {
        factor: rose ? state.factor / 2 : state.factor,
        loss: finite ? observation.loss : state.loss,
        waited: 0,
        step: observation.step,
        epoch: observation.epoch,
      };
    },
    watches: watch,
    every,
  };
}

function passed(every: Every, last: ScheduleState, now: Observation): boolean {
  return every.unit === "steps"
    ? now.step - last.step >= every.count
    : now.epoch - last.epoch >= every.count;
}
