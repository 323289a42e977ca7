/** Pipelines run in the test's own process, with what a user would read on standard error. */
import { Effect, Result } from "effect";
import { screenLogger } from "../../src/cli/screen_logger.ts";
import { makeScreen, Screen } from "../../src/base/terminal/screen.ts";
import { onSharedThreads } from "./shared_threads.ts";

export interface Said<A, E> {
  readonly result: Result.Result<A, E>;
  /** Everything that was printed, the failure's message not included. */
  readonly said: string;
}

/** An effect whose messages go to `write` and nowhere else; by default they are dropped. */
export const saying = <A, E>(
  effect: Effect.Effect<A, E>,
  write: (text: string) => void = () => {},
): Effect.Effect<A, E> =>
  effect.pipe(
    onSharedThreads,
    Effect.provide(screenLogger),
    Effect.provideService(Screen, makeScreen({ write }, true)),
  );

/** Runs an effect to its end. */
export async function inProcess<A, E>(effect: Effect.Effect<A, E>): Promise<Said<A, E>> {
  let said = "";
  const result = await Effect.runPromise(
    saying(Effect.result(effect), (text) => void (said += text)),
  );
  return { result, said };
}

/** The success of an effect; rejected with what was said otherwise. */
export async function succeeded<A, E>(effect: Effect.Effect<A, E>): Promise<A> {
  const { result, said } = await inProcess(effect);
  if (Result.isSuccess(result)) return result.success;
  throw new Error(`${result.failure}\n${said}`);
}

/** The failure of an effect; rejected if it succeeds. */
export async function failed<A, E>(effect: Effect.Effect<A, E>): Promise<E> {
  const { result } = await inProcess(effect);
  if (Result.isFailure(result)) return result.failure;
  throw new Error("It did not fail");
}
