/** How many requests there are, how many bodies are on their way, and how many are answered at a time. */
import { Context, Deferred, Effect, Layer, type Scope } from "effect";
import { limits } from "./protocol/limits.ts";
import { BodyOvertaken, TooBusy } from "./protocol/refusal.ts";

export class Places extends Context.Service<Places, {
  /** Requests that have come and are not answered yet. */
  readonly open: () => number;
  /** Counts a request until its scope ends. */
  readonly enter: Effect.Effect<void, never, Scope.Scope>;
  /**
   * Reads a body. Of too many at a time the one that began first is given up, so that bodies that
   * never end do not keep others out.
   */
  readonly read: <A, E, R>(body: Effect.Effect<A, E, R>) => Effect.Effect<A, E | BodyOvertaken, R>;
  /** Takes a place among those that are answered, until the scope ends; there may be none. */
  readonly take: Effect.Effect<void, TooBusy, Scope.Scope>;
}>()("serve/Places") {
  static readonly layer: Layer.Layer<Places> = Layer.sync(Places, () => {
    let open = 0, answered = 0;
    const reading = new Set<Deferred.Deferred<never, BodyOvertaken>>();
    return {
      open: () => open,
      enter: Effect.acquireRelease(
        Effect.sync(() => void open++),
        () => Effect.sync(() => void open--),
      ),
      read: (body) =>
        Effect.gen(function* () {
          const [first] = reading;
          if (first !== undefined && reading.size >= limits.bodies) {
            reading.delete(first);
            yield* Deferred.fail(first, new BodyOvertaken());
          }
          const given = yield* Deferred.make<never, BodyOvertaken>();
          reading.add(given);
          return yield* Effect.raceFirst(body, Deferred.await(given)).pipe(
            Effect.ensuring(Effect.sync(() => reading.delete(given))),
          );
        }),
      take: Effect.suspend(() =>
        answered >= limits.requests ? Effect.fail(new TooBusy()) : Effect.acquireRelease(
          Effect.sync(() => void answered++),
          () => Effect.sync(() => void answered--),
        )
      ),
    };
  });
}
