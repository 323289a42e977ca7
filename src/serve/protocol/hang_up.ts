/** An end to requests whose client does not read the answer. */
import { Effect, type Scope } from "effect";
import { limits } from "./limits.ts";

/** The longest that a request may take: to arrive, to be answered and to be read. */
const longest = limits.bodySeconds + limits.seconds + limits.readSeconds;

/**
 * Hangs up on a client that has not read its answer in the longest time that a request may take, so
 * that it does not take the place of others for good. Nothing, if the scope ends before.
 */
export const hangUpLate = (hangUp: () => void): Effect.Effect<void, never, Scope.Scope> =>
  Effect.sync(hangUp).pipe(Effect.delay(`${longest} seconds`), Effect.forkScoped, Effect.asVoid);
