/** Copies of a trial's run in the store, for workers that share no file system. */
import { basename } from "node:path";
import { Effect, Option, Schema } from "effect";
import { InputError, isInputError, type RunError } from "../../base/errors.ts";
import { isClosed } from "../../base/files/closed_to_others.ts";
import { tryRead } from "../../base/files/file_error.ts";
import { pathIn } from "../../base/files/safe_name.ts";
import { isThere } from "../../base/files/is_there.ts";
import { packRun, unpackRun } from "../../run/bundle_run.ts";
import { lockDirectory } from "../../base/files/lock.ts";
import { hasManifest, readManifest } from "../../run/manifest.ts";
import { isNameOfRun, runName } from "../../run/run_path.ts";
import { briefly } from "../store/briefly.ts";
import { closeStore } from "../store/close_store.ts";
import type { StoreAddress } from "../store/store_address.ts";
import { type KeptRun, mostRunBytes } from "../ledger/run_copies_table.ts";
import type { TrainingTask } from "./trial_runner.ts";

export interface CopyOptions {
  readonly runs: string;
  readonly store: StoreAddress;
  /** Seconds of a lease. */
  readonly lease: number;
  /** Name of the experiment and hash of the run that belong to the task. */
  readonly name: string;
  readonly hash: string;
}

/** A trial's copies, with what is done before and around its training. */
export const runCopies = (
  { kept, keep }: TrainingTask,
  { runs, store, lease, name, hash }: CopyOptions,
) => {
  let known = -1;
  let tooLarge = false;
  /** Where a copy belongs: a store may say anything, the task alone says what is its own. */
  const placeOf = (copy: KeptRun): Effect.Effect<string, InputError> => {
    if (isNameOfRun(copy.name, name, hash)) {
      return pathIn(runs, copy.name, "The run in the store");
    }
    const expected = runName(name, hash, 1);
    return Effect.fail(new OtherCopy({ found: copy.name.slice(0, 100), expected }));
  };
  const unpack = Effect.fnUntraced(function* (copy: KeptRun) {
    const directory = yield* placeOf(copy);
    if ((yield* stepsHere(directory)) >= copy.steps) return;
    yield* Effect.scoped(Effect.gen(function* () {
      if (yield* isThere(directory)) yield* lockDirectory(directory);
      yield* unpackRun(directory, copy.content, hash);
    }));
    known = copy.steps;
  });
  /**
   * Writes the store's copy here where it is further than what is here. One that is no good is
   * passed over.
   */
  const restore = Effect.gen(function* () {
    const found = yield* kept;
    if (Option.isNone(found)) return;
    yield* unpack(found.value).pipe(
      Effect.catchIf(
        isInputError,
        ({ message }) => Effect.logWarning(`${message}; trained without it`),
      ),
    );
  });
  /** Sends a copy if there is a newer checkpoint than the store has. */
  const send = (directory: string): Effect.Effect<void, InputError | RunError> =>
    Effect.gen(function* () {
      if (tooLarge || !(yield* hasManifest(directory))) return;
      const { checkpoints } = yield* readManifest(directory);
      const steps = checkpoints.at(-1)?.step ?? -1;
      if (steps <= known) return;
      const content = yield* packRun(directory);
      tooLarge = content.length > mostRunBytes;
      if (tooLarge) {
        return yield* Effect.logWarning(
          `The run is larger than ${mostRunBytes} bytes, so the store keeps no copy of it`,
        );
      }
      if (yield* tryRead(directory, () => isClosed(directory))) yield* closeStore(store);
      yield* keep({ name: basename(directory), steps, content });
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
        Effect.onError(() => briefly(now, 30)),
        Effect.tap(() => now),
      );
    },
  };
};

/** Steps of the newest checkpoint of a run here; −1 if there is none. */
const stepsHere = (directory: string): Effect.Effect<number, InputError> =>
  Effect.flatMap(
    hasManifest(directory),
    (has) =>
      has
        ? Effect.map(readManifest(directory), ({ checkpoints }) => checkpoints.at(-1)?.step ?? -1)
        : Effect.succeed(-1),
  );

/** A copy in the store that is not one of the task's run. */
export class OtherCopy extends InputError.extend<OtherCopy>("OtherCopy")({
  _tag: Schema.tag("OtherCopy"),
  /** Name of the run, its beginning. */
  found: Schema.String,
  expected: Schema.String,
}) {
  override get message(): string {
    return `The store's copy is of another run: its name is ${JSON.stringify(this.found)}, ` +
      `expected "${this.expected}"`;
  }
}
