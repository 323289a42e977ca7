/** Copies of a trial's run in the store: for workers that share no file system. */
import { basename, join } from "node:path";
import { Effect, Option } from "effect";
import type { InputError, RunError } from "../src/errors.ts";
import { isThere } from "../src/files/is_there.ts";
import { packRun, unpackRun } from "../src/run/bundle_run.ts";
import { lockDirectory } from "../src/run/lock.ts";
import { hasManifest, readManifest } from "../src/run/manifest.ts";
import type { TrainingTask } from "../src/sweep/work.ts";

/** A trial's copies, with what is done before and around its training. */
export const keptCopies = (
  { kept, keep }: TrainingTask,
  { runs, lease }: { readonly runs: string; readonly lease: number },
) => {
  let known = -1;
  /** Writes the store's copy here where it is further than what is here. */
  const restore = Effect.gen(function* () {
    const found = yield* kept;
    if (Option.isNone(found)) return;
    const { name, steps, content } = found.value;
    const directory = join(runs, name);
    if ((yield* stepsHere(directory)) >= steps) return;
    yield* Effect.scoped(Effect.gen(function* () {
      if (yield* isThere(directory)) yield* lockDirectory(directory);
      yield* unpackRun(directory, content);
    }));
    known = steps;
  });
  /** Sends a copy if there is a newer checkpoint than the store has. */
  const send = (directory: string): Effect.Effect<void, InputError | RunError> =>
    Effect.gen(function* () {
      if (!(yield* hasManifest(directory))) return;
      const { checkpoints } = yield* readManifest(directory);
      const steps = checkpoints.at(-1)?.step ?? -1;
      if (steps <= known) return;
      yield* keep({ name: basename(directory), steps, content: yield* packRun(directory) });
      known = steps;
    });
  return {
    restore,
    /** Sends copies now and then while it trains, and one at the end, however it ends. */
    around: <A, E, R>(
      training: Effect.Effect<A, E, R>,
      directory: () => string,
    ): Effect.Effect<A, E | InputError | RunError, R> => {
      const now = Effect.suspend(() => send(directory()));
      // A checkpoint that is removed while it is copied is copied the next time.
      const often = Effect.forever(Effect.andThen(Effect.sleep(1000 * lease), Effect.ignore(now)));
      return Effect.raceFirst(training, often).pipe(
        Effect.onError(() => Effect.ignore(now)),
        Effect.tap(() => now),
      );
    },
  };
};

/** Steps of the newest checkpoint of a run here; −1 where there is none. */
const stepsHere = (directory: string): Effect.Effect<number, InputError> =>
  Effect.flatMap(
    hasManifest(directory),
    (has) =>
      has
        ? Effect.map(readManifest(directory), ({ checkpoints }) => checkpoints.at(-1)?.step ?? -1)
        : Effect.succeed(-1),
  );
