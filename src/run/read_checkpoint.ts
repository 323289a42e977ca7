/** Reading checkpoints: each file checked against the manifest, damaged ones named and skipped. */
import { createHash } from "node:crypto";
import * as path from "node:path";
import { Effect, Option, Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { checkpointFolder } from "./checkpoint_folder.ts";
import { readInside, sizeInside } from "../base/files/read_inside.ts";
import type { CheckpointEntry, Manifest } from "./manifest.ts";
import { decodeSafetensors, type Tensors } from "./tensors/safetensors.ts";
import { describeSchemaError } from "../base/schema_error.ts";

/** Most bytes of the files whose size the model doesn't tell. */
const maximumCarriedBytes = 1024 ** 3;
const maximumStateBytes = 16 * 1024 ** 2;

/**
 * Most bytes of a file of a checkpoint, so that no cheap file of somebody else's, which may be all
 * holes, takes memory that the model would not: parameters in float64, tied ones under both
 * their names, of an optimizer up to two slots of them, and a header.
 */
const maximumOf = (name: FileName, parameters: number): number => {
  switch (name) {
    case "model.safetensors":
    case "optimizer.safetensors":
      return 16 * parameters + 1024 ** 2;
    case "carried.safetensors":
      return maximumCarriedBytes;
    case "state.json":
      return maximumStateBytes;
  }
};

export interface Checkpoint<State> {
  readonly entry: CheckpointEntry;
  readonly model: Tensors;
  readonly optimizer: Tensors;
  readonly carried: Tensors | undefined;
  readonly state: State;
}

/**
 * The newest sound checkpoint of a run, for going on with it; none if the run has written none.
 * A damaged one is named in a warning and skipped for the one before it.
 *
 * @param parameters of the model, which tell how large its files can be
 *
 * Errors: an InputError when there are checkpoints and every one is damaged.
 */
export const readLastCheckpoint = <State>(
  directory: string,
  manifest: Manifest,
  state: Schema.Codec<State, unknown>,
  parameters: number,
): Effect.Effect<Option.Option<Checkpoint<State>>, InputError> =>
  firstSound(
    directory,
    manifest.checkpoints.toReversed(),
    (entry) => readCheckpoint(directory, entry, state, parameters),
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
  manifest: Manifest,
  parameters: number,
  name?: string,
): Effect.fn.Return<{ readonly entry: CheckpointEntry; readonly model: Tensors }, InputError> {
  const { checkpoints } = manifest;
  const wanted = name ?? manifest.best ?? manifest.last;
  const position = checkpoints.findIndex((entry) => entry.name === wanted);
  if (position < 0) {
    const names = checkpoints.map((entry) => entry.name).join(", ");
    return yield* new InputError({
      message: `"${directory}" has no checkpoint${wanted === null ? "" : ` "${wanted}"`}, ` +
        `there ${names === "" ? "is none" : `are ${names}`}`,
    });
  }
  const order = [
    ...checkpoints.slice(0, position + 1).toReversed(),
    ...checkpoints.slice(position + 1),
  ];
  const found = yield* firstSound(
    directory,
    order,
    (entry) =>
      Effect.map(
        readTensors(directory, entry, "model.safetensors", parameters),
        (model) => ({ entry, model }),
      ),
  );
  return yield* Effect.fromOption(found).pipe(
    Effect.mapError(() => new InputError({ message: `"${directory}" has no checkpoint` })),
  );
});

/** One checkpoint, whole; an InputError says which file is damaged and how. */
export const readCheckpoint = Effect.fnUntraced(function* <State>(
  directory: string,
  entry: CheckpointEntry,
  stateSchema: Schema.Codec<State, unknown>,
  parameters: number,
): Effect.fn.Return<Checkpoint<State>, InputError> {
  const read = (name: FileName) => readTensors(directory, entry, name, parameters);
  const model = yield* read("model.safetensors");
  const optimizer = yield* read("optimizer.safetensors");
  const carried = entry.files["carried.safetensors"] === undefined
    ? undefined
    : yield* read("carried.safetensors");
  const text = new TextDecoder().decode(
    yield* readVerified(directory, entry, "state.json", parameters),
  );
  const state = yield* Schema.decodeUnknownEffect(Schema.fromJsonString(stateSchema))(text).pipe(
    Effect.mapError((error) =>
      new InputError({
        message: `"${path.join(directory, checkpointFolder(entry.name), "state.json")}" ` +
          `is not the state of a training: ${describeSchemaError(error)}`,
      })
    ),
  );
  return { entry, model, optimizer, carried, state };
});

type FileName = keyof CheckpointEntry["files"];

const readTensors = Effect.fnUntraced(function* (
  directory: string,
  entry: CheckpointEntry,
  name: FileName,
  parameters: number,
): Effect.fn.Return<Tensors, InputError> {
  const bytes = yield* readVerified(directory, entry, name, parameters);
  return yield* Effect.fromResult(
    decodeSafetensors(bytes, path.join(directory, checkpointFolder(entry.name), name)),
  );
});

/** The bytes of a file if they are those that were written. */
const readVerified = Effect.fnUntraced(function* (
  directory: string,
  entry: CheckpointEntry,
  name: FileName,
  parameters: number,
): Effect.fn.Return<Uint8Array, InputError> {
  const relative = path.join(checkpointFolder(entry.name), name);
  const file = path.join(directory, relative);
  const written = entry.files[name];
  if (written === undefined) {
    return yield* new InputError({ message: `"${file}" is not in the manifest` });
  }
  const size = yield* sizeInside(directory, relative);
  if (size !== written.bytes) {
    return yield* new InputError({
      message: `"${file}" is ${size} bytes long, ${written.bytes} were written`,
    });
  }
  const bytes = yield* readInside(directory, relative, maximumOf(name, parameters));
  if (createHash("sha256").update(bytes).digest("hex") !== written.sha256) {
    return yield* new InputError({
      message: `"${file}" is damaged: its SHA-256 is not the one in the manifest`,
    });
  }
  return bytes;
});

/** The first that can be read; the others before it are named in warnings. */
const firstSound = Effect.fnUntraced(function* <A>(
  directory: string,
  entries: readonly CheckpointEntry[],
  read: (entry: CheckpointEntry) => Effect.Effect<A, InputError>,
): Effect.fn.Return<Option.Option<A>, InputError> {
  for (const entry of entries) {
    const result = yield* Effect.result(read(entry));
    if (result._tag === "Success") return Option.some(result.success);
    yield* Effect.logWarning(`Checkpoint "${entry.name}" is skipped: ${result.failure.message}`);
  }
  if (entries.length === 0) return Option.none();
  return yield* new InputError({
    message: `Every checkpoint of "${directory}" is damaged: ${
      entries.map(({ name }) => `"${name}"`).join(", ")
    }`,
  });
});
