/**
 * A run directory as one array of bytes, for storage that is not a file system: what resuming
 * needs, and the best checkpoint. A length (4 bytes, little-endian), a JSON list of names with
 * sizes, and the files one after the other.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { Effect, Option, Schema } from "effect";
import { InputError, type RunError } from "../base/errors.ts";
import { writeFileSync } from "../base/files/atomic_write.ts";
import { checkpointFolder, checkpointName } from "./checkpoint_folder.ts";
import { sha256 as sha256Of } from "../base/files/sha256.ts";
import { tryRead, tryWrite } from "../base/files/file_error.ts";
import { Manifest, manifestFile, readManifest } from "./manifest.ts";
import { vocabularyFileOf } from "./existing_run.ts";
import { configFile, metricsFile } from "./run_directory.ts";

const ownFile = /^(config\.yaml|(vocabulary|tokenizer)\.json|metrics\.jsonl|manifest\.json)$/;
const checkpointFile = /^checkpoints\/step-\d{8,16}\/[a-z]+\.(safetensors|json)$/;

const Header = Schema.fromJsonString(Schema.Array(Schema.Struct({
  name: Schema.String.check(
    Schema.isPattern(new RegExp(`${ownFile.source}|${checkpointFile.source}`), {
      expected: "a file of a run",
    }),
  ),
  bytes: Schema.Natural,
})));

/** The files of a run as they are now; only its process may be at work in it. */
export const packRun = Effect.fnUntraced(function* (
  directory: string,
): Effect.fn.Return<Uint8Array<ArrayBuffer>, InputError> {
  const manifest = yield* readManifest(directory);
  const start = manifest.from === undefined ? undefined : checkpointName(0);
  const kept = manifest.checkpoints.filter(({ name }) =>
    name === manifest.best || name === manifest.last || name === start
  );
  const checkpoints = kept.flatMap(({ name, files }) =>
    Object.keys(files).map((file) => path.posix.join(checkpointFolder(name), file))
  );
  const read = (name: string) =>
    tryRead(path.join(directory, name), () => fs.readFileSync(path.join(directory, name)));
  const files = yield* Effect.forEach(
    [configFile, yield* vocabularyFileOf(directory), metricsFile, ...checkpoints],
    (name) => Effect.map(read(name), (bytes) => ({ name, bytes: new Uint8Array(bytes) })),
  );
  const own: Manifest = { ...manifest, checkpoints: kept };
  return join([...files, { name: manifestFile, bytes: encode(JSON.stringify(own, null, 2)) }]);
});

const encode = (text: string) => new TextEncoder().encode(text);

function join(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Uint8Array<ArrayBuffer> {
  const header = encode(
    JSON.stringify(files.map(({ name, bytes }) => ({ name, bytes: bytes.length }))),
  );
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 4 + header.length);
  const bundle = new Uint8Array(size);
  new DataView(bundle.buffer).setUint32(0, header.length, true);
  bundle.set(header, 4);
  let at = 4 + header.length;
  for (const { bytes } of files) {
    bundle.set(bytes, at);
    at += bytes.length;
  }
  return bundle;
}

/**
 * Writes the files of a bundle into a directory that is new or holds the same run. Whenever it is
 * cut off, the directory has no manifest and counts as new.
 *
 * Errors: an InputError for bytes that are no sound bundle of the run with that hash, a RunError
 * when they can't be written.
 */
export const unpackRun = Effect.fnUntraced(function* (
  directory: string,
  bundle: Uint8Array,
  hash: string,
): Effect.fn.Return<void, InputError | RunError> {
  const files = yield* filesOf(bundle);
  if (!isSound(files, hash)) return yield* damaged();
  yield* tryWrite(directory, () => {
    fs.mkdirSync(directory, { recursive: true });
    fs.rmSync(path.join(directory, manifestFile), { force: true });
    // The manifest is the last one.
    for (const { name, bytes } of files) {
      const file = path.join(directory, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
  });
});

const filesOf = Effect.fnUntraced(function* (
  bundle: Uint8Array,
): Effect.fn.Return<readonly { readonly name: string; readonly bytes: Uint8Array }[], InputError> {
  if (bundle.length < 4) return yield* damaged();
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const start = 4 + view.getUint32(0, true);
  const text = new TextDecoder().decode(bundle.subarray(4, start));
  const header = yield* Effect.mapError(Schema.decodeUnknownEffect(Header)(text), damaged);
  let at = start;
  const files = header.map(({ name, bytes }) => ({
    name,
    bytes: bundle.subarray(at, at += bytes),
  }));
  if (at !== bundle.length || files.at(-1)?.name !== manifestFile) return yield* damaged();
  return files;
});

/** Bytes that are no sound copy of the run. */
export class DamagedCopy extends InputError.extend<DamagedCopy>("DamagedCopy")({
  _tag: Schema.tag("DamagedCopy"),
}) {
  override get message(): string {
    return "The store holds a damaged copy of a run";
  }
}

const damaged = () => new DamagedCopy({});

const decodeManifest = Schema.decodeUnknownOption(Schema.fromJsonString(Manifest));

/** Whether the files are those in their manifest, and the run is the right one. */
function isSound(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  hash: string,
): boolean {
  const bytesOf = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const text = new TextDecoder().decode(bytesOf.get(manifestFile));
  const manifest = Option.getOrUndefined(decodeManifest(text));
  if (manifest?.hash !== hash) return false;
  const listed = manifest.checkpoints.flatMap(({ name, files }) =>
    Object.entries(files).map(([file, { sha256 }]) =>
      [path.posix.join(checkpointFolder(name), file), sha256] as const
    )
  );
  const { config, vocabulary } = manifest.hashes;
  const vocabularyFile = bytesOf.has("tokenizer.json") ? "tokenizer.json" : "vocabulary.json";
  return [[configFile, config], [vocabularyFile, vocabulary], ...listed].every(([name, sha256]) => {
    const bytes = bytesOf.get(name!);
    return bytes !== undefined && sha256Of(bytes) === sha256;
  });
}
