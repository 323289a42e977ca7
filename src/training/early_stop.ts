import { Schema } from "effect";
import type { StopConfig } from "./schema.ts";

/** What early stopping remembers; plain JSON, part of a checkpoint. */
export const EarlyStopState = Schema.Struct({
  /** Lowest validation loss so far, in nats per token; null before the first evaluation. */
  best: Schema.NullOr(Schema.Finite),
  /** Evaluations in a row that were not lower. */
  waited: Schema.Int,
});
export type EarlyStopState = typeof EarlyStopState.Type;

export const initialEarlyStop: EarlyStopState = { best: null, waited: 0 };

/** The state after one more evaluation. Equal is not lower, and so is a loss that is not finite. */
export function observeStop(state: EarlyStopState, loss: number): EarlyStopState {
  const improved = Number.isFinite(loss) && (state.best === null || loss < state.best);
  return improved ? { best: loss, waited: 0 } : { best: state.best, waited: state.waited + 1 };
}

/** Whether `patience` evaluations in a row brought nothing lower, and training should end. */
export function shouldStop(stop: StopConfig, state: EarlyStopState): boolean {
  return stop !== "none" && state.waited >= stop.patience;
}
