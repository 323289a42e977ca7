import type { Trial, TrialState } from "../trial.ts";

/** How many trials are in each state that there is. */
export const countStates = (
  trials: readonly Trial[],
): Readonly<Partial<Record<TrialState, number>>> =>
  Object.fromEntries(
    [...Map.groupBy(trials, ({ state }) => state)].map(([state, { length }]) => [state, length]),
  );
