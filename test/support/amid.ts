/**
 * Something that happens to an effect amid its work. The moment is told by what its fibers have done,
 * which a scheduler counts, never by the clock: it comes on a slow machine as on a fast one.
 */
import { Effect, type Exit, Fiber, Scheduler } from "effect";

/** Is told of each operation of each fiber before it is done. */
class Watching extends Scheduler.MixedScheduler {
  #operations = 0;
  readonly #look: (operations: number) => void;

  constructor(look: (operations: number) => void) {
    super();
    this.#look = look;
  }

  override shouldYield(fiber: Fiber.Fiber<unknown, unknown>): boolean {
    this.#look(++this.#operations);
    return super.shouldYield(fiber);
  }
}

/**
 * Runs an effect, and does something to it once, as soon as it is due.
 * @param isDue asked before each operation, with the number of those before; an effect that ends
 * before it was ever due is a fault of the test
 */
export function amid<A, E>(
  effect: Effect.Effect<A, E>,
  isDue: (operations: number) => boolean,
  act: (fiber: Fiber.Fiber<A, E>) => void,
): Promise<Exit.Exit<A, E>> {
  let done = false;
  let fault: unknown; // of the test's own functions
  const watching = new Watching((operations) => {
    if (done) return;
    try {
      if (!isDue(operations)) return;
      done = true;
      act(fiber);
    } catch (error) {
      done = true;
      fault = error;
    }
  });
  const fiber = Effect.runFork(
    Effect.andThen(
      Effect.yieldNow, // so that there is a fiber
      Effect.provideService(effect, Scheduler.Scheduler, watching),
    ),
  );
  return Effect.runPromise(Fiber.await(fiber)).then((exit) => {
    if (fault !== undefined) throw fault;
    if (!done) throw new Error(`It ended before its moment came: ${exit}`);
    return exit;
  });
}

/** Runs an effect and interrupts it as soon as that is due, see {@link amid}. */
export const interruptedAmid = <A, E>(
  effect: Effect.Effect<A, E>,
  isDue: (operations: number) => boolean,
): Promise<Exit.Exit<A, E>> => amid(effect, isDue, (fiber) => fiber.interruptUnsafe());

/** How many operations an effect has, from its beginning to its end, and what it comes to. */
export async function counted<A, E>(
  effect: Effect.Effect<A, E>,
): Promise<{ readonly value: A; readonly operations: number }> {
  let operations = 0;
  const watching = new Watching((count) => void (operations = count));
  const value = await Effect.runPromise(
    Effect.provideService(effect, Scheduler.Scheduler, watching),
  );
  return { value, operations };
}

/** Looks at something that costs more, a file for one, only at every 32nd operation. */
export const nowAndThen = (look: () => boolean) => (operations: number): boolean =>
  operations % 32 === 0 && look();
