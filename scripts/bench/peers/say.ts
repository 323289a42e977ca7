import { Effect } from "effect";

/** A message on standard error, beside the results. */
export const say = (message: string): Effect.Effect<void> =>
  Effect.sync(() => console.error(message));
