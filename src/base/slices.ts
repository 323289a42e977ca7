/**
 * Long work on the main thread: a generator that yields every few milliseconds. Between two slices
 * the thread handles whatever else is waiting, such as Ctrl-C.
 */
import { Effect } from "effect";

export type Slices<A> = Generator<void, A>;

/** Milliseconds of work before the thread is lent to others. */
const longest = 50;

/** Does the work, resting now and then; it may be interrupted there. */
export const inSlices = <A>(work: () => Slices<A>): Effect.Effect<A> =>
  Effect.suspend(() => {
    const slices = work();
    const go = (): Effect.Effect<A> =>
      Effect.suspend(() => {
        const end = performance.now() + longest;
        for (;;) {
          const next = slices.next();
          if (next.done === true) return Effect.succeed(next.value);
          if (performance.now() >= end) return Effect.flatMap(Effect.yieldNow, go);
        }
      });
    return go();
  });

/** Does the work without a rest. */
export const atOnce = <A>(slices: Slices<A>): A => {
  for (;;) {
    const next = slices.next();
    if (next.done === true) return next.value;
  }
};
