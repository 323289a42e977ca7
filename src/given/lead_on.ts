/** Messages that lead on from something given that a command can't use. */
import { Effect } from "effect";
import { type InputError, isInputError, type RunError } from "../base/errors.ts";
import { NoRunDirectory } from "../run/existing_run.ts";
import { findDirectory, type Lookup } from "./find_directory.ts";
import { type Expected, givenInstead } from "./given_instead.ts";
import { unknownName } from "./unknown_name.ts";

/**
 * The error of a command that read the file at a path: another one where the path is something that
 * another command takes.
 *
 * @param runs folder of run directories
 */
export const leadOn = <E>(
  error: E,
  path: string,
  expected: Expected,
  runs: string,
): Effect.Effect<E | InputError> =>
  isInputError(error)
    ? Effect.map(givenInstead(path, expected, runs), (instead) => instead ?? error)
    : Effect.succeed(error);

/** Uses the directories that are called so, and says what is near where there are none. */
export const withDirectories = <A, R>(
  names: readonly string[],
  lookup: Lookup,
  use: (directories: readonly string[]) => Effect.Effect<A, InputError | RunError, R>,
): Effect.Effect<A, InputError | RunError, R> =>
  Effect.flatMap(Effect.forEach(names, (name) => findDirectory(name, lookup)), use).pipe(
    Effect.catchIf(
      (error) => error instanceof NoRunDirectory,
      (error) => Effect.flatMap(insteadOfRun(error, lookup), Effect.fail),
    ),
  );

const insteadOfRun = Effect.fnUntraced(function* (
  error: NoRunDirectory,
  { runs, kinds }: Lookup,
): Effect.fn.Return<InputError> {
  const { directory } = error;
  const expected = kinds.includes("sweep") ? "a run or a sweep" : "a run";
  const instead = (yield* givenInstead(directory, expected, runs)) ??
    (yield* Effect.orElseSucceed(unknownName(directory, runs), () => undefined));
  return instead ?? error;
});
