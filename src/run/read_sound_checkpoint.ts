/** Which checkpoint of a run is read: the newest or best that is sound, damaged ones named. */
import { Effect, Option, Result, type Schema } from "effect";
import type { InputError } from "../base/errors.ts";
import { NoSoundCheckpoint, NoSuchCheckpoint } from "./checkpoint_error.ts";
import type { CheckpointEntry, Manifest } from "./manifest.ts";
import { type Checkpoint, readCheckpoint, readTensors } from "./read_checkpoint.ts";
import type { Tensors } from "./tensors/safetensors.ts";

/**
 * The newest sound checkpoint of a run, to resume from; none if the run has written none. A damaged
 * one is reported in a warning and skipped for the one before it.
 *
 * @param parameters of the model, which tell how large its files can be
 *
 * Errors: an InputError when there are checkpoints and every one is damaged.
 */
export const readLastCheckpoint = <State>(
  directory: string,
  { checkpoints }: Manifest,
  state: Schema.Codec<State, unknown>,
  parameters: number,
): Effect.Effect<Option.Option<Checkpoint<State>>, InputError> =>
  checkpoints.length === 0 ? Effect.succeedNone : Effect.asSome(
    firstSound(
      directory,
      checkpoints.toReversed(),
      (entry) => readCheckpoint(directory, entry, state, parameters),
    ),
  );

/**
 * The weights of the checkpoint `name` (best, else last, if not given), or of the nearest sound
 * one, those before it first. Nothing but `model.safetensors` is read.
 *
 * @param parameters of the model, which tell how large its files can be
 *
 * Errors: an InputError for a name that isn't listed, a run without checkpoints, or if every one
 * is damaged.
 */
export const readWeights = Effect.fnUntraced(function* (
  directory: string,
  { checkpoints, best, last }: Manifest,
  parameters: number,
  name?: string,
): Effect.fn.Return<{ readonly entry: CheckpointEntry; readonly model: Tensors }, InputError> {
  const wanted = name ?? best ?? last;
  const position = checkpoints.findIndex((entry) => entry.name === wanted);
  if (position < 0) {
    const names = checkpoints.map((entry) => entry.name);
    return yield* new NoSuchCheckpoint({ directory, wanted, checkpoints: names });
  }
  const order = [
    ...checkpoints.slice(0, position + 1).toReversed(),
    ...checkpoints.slice(position + 1),
  ];
  return yield* firstSound(
    directory,
    order,
    (entry) =>
      Effect.map(
        readTensors(directory, entry, "model.safetensors", parameters),
        (model) => ({ entry, model }),
      ),
  );
});

/** The first that can be read; the others before it are named in warnings. */
const firstSound = Effect.fnUntraced(function* <A>(
  directory: string,
  entries: readonly CheckpointEntry[],
  read: (entry: CheckpointEntry) => Effect.Effect<A, InputError>,
): Effect.fn.Return<A, InputError> {
  for (const entry of entries) {
    const result = yield* Effect.result(read(entry));
    if (Result.isSuccess(result)) return result.success;
    yield* Effect.logWarning(`Checkpoint "${entry.name}" is skipped: ${result.failure.message}`);
  }
  const checkpoints = entries.map(({ name }) => name);
  return yield* new NoSoundCheckpoint({ directory, checkpoints });
});
