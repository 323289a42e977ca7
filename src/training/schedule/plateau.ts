import {
  initialScheduleState,
  type Schedule,
  type ScheduleSpan,
  type WatchedLoss,
} from "./schedule.ts";

/**
 * Multiplies the rate by `factor` after more than `patience` measurements in a row that were not
 * lower than the lowest so far, then counts anew. As PyTorch's `ReduceLROnPlateau` in mode "min"
 * with threshold 0, cooldown 0 and no lowest rate: any decrease, however small, is an improvement.
 * A loss that is not a number or infinite is no improvement.
 */
export function plateau(
  { watch, patience, factor }: {
    readonly watch: WatchedLoss;
    readonly patience: number;
    readonly factor: number;
  },
  { baseRate }: ScheduleSpan,
): Schedule {
  return {
    initial: initialScheduleState,
    rate: (state) => baseRate * state.factor,
    observe(state, { loss, step, epoch }) {
      const improved = Number.isFinite(loss) && (state.loss === null || loss < state.loss);
      if (improved) return { factor: state.factor, loss, waited: 0, step, epoch };
      const tired = state.waited + 1 > patience;
      return {
        factor: tired ? state.factor * factor : state.factor,
        loss: state.loss,
        waited: tired ? 0 : state.waited + 1,
        step,
        epoch,
      };
    },
    watches: watch,
    every: undefined,
  };
}
