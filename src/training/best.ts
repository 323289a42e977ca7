import { Schema } from "effect";

/**
 * The lowest loss of `checkpoint.best` so far and the step that had it; plain JSON, part of a
 * checkpoint.
 */
export const BestState = Schema.Struct({
  /** In nats per token; null before the first one. */
  loss: Schema.NullOr(Schema.Finite),
  /** Steps done when it was measured; null before the first one. */
  step: Schema.NullOr(Schema.Int),
});
export type BestState = typeof BestState.Type;

export const initialBest: BestState = { loss: null, step: null };

/**
 * The state after one more loss, and whether it is the best so far. Of equal losses the earlier one
 * stays the best; a loss that is not finite never is.
 */
export function observeBest(
  state: BestState,
  loss: number,
  step: number,
): { readonly state: BestState; readonly improved: boolean } {
  const improved = Number.isFinite(loss) && (state.loss === null || loss < state.loss);
  return { state: improved ? { loss, step } : state, improved };
}
