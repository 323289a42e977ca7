import { Effect, Fiber } from "effect";
import { StorePatience } from "./store_patience.ts";

/**
 * Does something on the store that must not delay an end: once, without waiting for a store that is
 * away, and in the background after some seconds. Its failure is ignored.
 */
export const briefly = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  seconds = 5,
): Effect.Effect<void, never, R> =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkDetach(
      Effect.provideService(Effect.exit(effect), StorePatience, undefined),
    );
    yield* Effect.raceFirst(Fiber.await(fiber), Effect.sleep(1000 * seconds));
  });
