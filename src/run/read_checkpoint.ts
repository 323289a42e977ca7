/** The files of a checkpoint, each checked against the manifest. */
import * as path from "node:path";
import { Effect, Schema } from "effect";
import type { InputError } from "../base/errors.ts";
import { readInside, sizeInside } from "../base/files/read_inside.ts";
import { sha256 } from "../base/files/sha256.ts";
import { DamagedCheckpoint } from "./checkpoint_error.ts";
import { checkpointFolder } from "./checkpoint_folder.ts";
import type { CheckpointEntry } from "./manifest.ts";
import { decodeSafetensors, type Tensors } from "./tensors/safetensors.ts";

export interface Checkpoint<State> {
  readonly entry: CheckpointEntry;
  readonly model: Tensors;
  readonly optimizer: Tensors;
  readonly carried: Tensors | undefined;
  readonly state: State;
}

type FileName = keyof CheckpointEntry["files"];

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
    Effect.mapError((cause) => {
      const file = path.join(directory, checkpointFolder(entry.name), "state.json");
      return new DamagedCheckpoint({ file, damage: { kind: "wrong state", cause } });
    }),
  );
  return { entry, model, optimizer, carried, state };
});

/** The tensors of one of its files. */
export const readTensors = Effect.fnUntraced(function* (
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
    return yield* new DamagedCheckpoint({ file, damage: { kind: "not in the manifest" } });
  }
  const found = yield* sizeInside(directory, relative);
  if (found !== written.bytes) {
    const damage = { kind: "other length", found, written: written.bytes } as const;
    return yield* new DamagedCheckpoint({ file, damage });
  }
  const bytes = yield* readInside(directory, relative, maximumOf(name, parameters));
  if (sha256(bytes) !== written.sha256) {
    return yield* new DamagedCheckpoint({ file, damage: { kind: "other bytes" } });
  }
  return bytes;
});

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
