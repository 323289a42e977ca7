/**
 * A run's directory: created once, complete from the start, written by one process at a time.
 *
 * A run is `RUNS/NAME-HASH8`; running it again with --again gives `NAME-HASH8-2`, `-3`, …
 * `manifest.json` is written last when a run starts. So a directory with a manifest is complete,
 * and one without was interrupted before there was anything worth keeping.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { Effect, Schema, type Scope, SynchronizedRef } from "effect";
import { InputError, type RunError } from "../base/errors.ts";
import {
  copyFlushed,
  overRemains,
  remove,
  replaceLinkSync,
  writeFlushed,
} from "../base/files/atomic_write.ts";
import { tryWrite, tryWriteGiven } from "../base/files/file_error.ts";
import { errorCode } from "../base/files/system_error.ts";
import { isThere, statusOf } from "../base/files/is_there.ts";
import { nameFault } from "../base/files/safe_name.ts";
import { lockDirectory } from "../base/files/lock.ts";
import {
  type CheckpointContent,
  checkpointFolder,
  checkpointName,
  writeFolder,
} from "./checkpoint_folder.ts";
import { copyCheckpoints } from "./copy_checkpoints.ts";
import { hasManifest, type Manifest, readManifest, writeManifest } from "./manifest.ts";
import { runName, runPath } from "./run_path.ts";

export const configFile = "config.yaml";
/** The file of a run's tokens: of words or characters, or of bytes and what is joined of them. */
export type VocabularyFile = "vocabulary.json" | "tokenizer.json";
export const metricsFile = "metrics.jsonl";

/** A run that this process may write. */
export interface Run {
  readonly directory: string;
  readonly manifest: SynchronizedRef.SynchronizedRef<Manifest>;
}

export type OpenedRun =
  /**
   * A directory of this process's own, locked until the scope closes; {@link startRun} fills it.
   */
  | { readonly state: "new"; readonly directory: string }
  | {
    readonly state: "finished" | "unfinished";
    readonly directory: string;
    readonly manifest: Manifest;
  };

/**
 * The directory of the run `name` with the hash `hash` under `runs`: a new one, or the state of the
 * existing one. With `again` it is always a new one. Nothing is overwritten.
 *
 * Errors: an InputError for a name that is no folder's name, another run of the same first eight
 * digits, a directory in use, or one that is damaged; a RunError when nothing can be written.
 */
export const openRun = Effect.fnUntraced(function* (options: {
  readonly runs: string;
  readonly name: string;
  readonly hash: string;
  readonly again: boolean;
}): Effect.fn.Return<OpenedRun, InputError | RunError, Scope.Scope> {
  const { runs, name, hash, again } = options;
  const plain = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.-]{0,99}$/u.test(name);
  if (!plain || nameFault(runName(name, hash, 1)) !== undefined) {
    return yield* new WrongRunName({ name });
  }
  for (let count = 1;; count++) {
    const directory = runPath(runs, name, hash, count);
    if (again && (yield* hasManifest(directory))) continue;
    return yield* openDirectory(directory, hash);
  }
});

/** Makes a directory and locks it where it has no manifest, or says how the run in it stands. */
export const openDirectory = Effect.fnUntraced(function* (
  directory: string,
  hash: string,
): Effect.fn.Return<OpenedRun, InputError | RunError, Scope.Scope> {
  const runs = path.dirname(directory);
  if (!(yield* isThere(runs))) {
    yield* tryWriteGiven(runs, () => fs.mkdirSync(runs, { recursive: true }));
  }
  yield* tryWriteGiven(directory, () => makeDirectory(directory));
  if (!(yield* hasManifest(directory))) {
    yield* lockDirectory(directory);
    // Whoever held the lock until now may have filled the directory.
    if (!(yield* hasManifest(directory))) return { state: "new", directory };
  }
  const manifest = yield* readManifest(directory);
  if (manifest.hash !== hash) {
    return yield* new OtherRun({ directory, found: manifest.hash, expected: hash });
  }
  if (manifest.outcome.status === "finished") return { state: "finished", directory, manifest };
  // One that another process is at work on is in use rather than unfinished.
  yield* Effect.scoped(lockDirectory(directory));
  return { state: "unfinished", directory, manifest };
});

/**
 * Fills a new directory: the resolved experiment, the vocabulary, and the manifest last.
 * The lock that {@link openRun} took is what makes this the only writer.
 */
export const startRun = Effect.fnUntraced(function* (options: {
  readonly directory: string;
  readonly config: string;
  readonly vocabulary: string;
  readonly vocabularyFile: VocabularyFile;
  readonly manifest: Manifest;
  /** Directory of a run that trained the checkpoints which the manifest lists. */
  readonly from?: string;
  /** The checkpoint before the first step, where one is written. */
  readonly start?: CheckpointContent | undefined;
}): Effect.fn.Return<Run, RunError> {
  const { directory, from, start } = options;
  const manifest = yield* tryWrite(directory, () => {
    // Nothing counts here before there is a manifest, so nothing need appear whole.
    for (
      const [name, content] of [
        [configFile, options.config],
        [options.vocabularyFile, options.vocabulary],
      ] as const
    ) {
      const file = path.join(directory, name);
      overRemains(file, () => writeFlushed(file, content));
    }
    const metrics = path.join(directory, metricsFile);
    overRemains(metrics, () => fs.closeSync(fs.openSync(metrics, "wx")));
    makeDirectory(path.join(directory, "checkpoints"));
    if (start !== undefined) return withStart(options.manifest, directory, start);
    const { checkpoints } = options.manifest;
    if (from === undefined || checkpoints.length === 0) return options.manifest;
    copyCheckpoints(from, directory, checkpoints);
    const lines = path.join(from, metricsFile);
    if (statusOf(lines) !== undefined) copyFlushed(lines, metrics);
    return options.manifest;
  });
  yield* writeManifest(directory, manifest);
  return { directory, manifest: SynchronizedRef.makeUnsafe(manifest) };
});

/** Writes the checkpoint before the first step; the manifest that lists it. */
function withStart(manifest: Manifest, directory: string, start: CheckpointContent): Manifest {
  const name = checkpointName(0);
  const folder = path.join(directory, checkpointFolder(name));
  remove(folder); // of a start that was cut off
  const files = writeFolder(folder, start);
  replaceLinkSync(`checkpoints/${name}`, path.join(directory, "last"));
  return { ...manifest, checkpoints: [{ name, step: 0, metric: null, files }], last: name };
}

/** Changes the manifest of a run, in memory and on disk. */
export const updateManifest = (
  run: Run,
  change: (manifest: Manifest) => Manifest,
): Effect.Effect<Manifest, RunError> =>
  Effect.uninterruptible(
    SynchronizedRef.updateAndGetEffect(run.manifest, (manifest) => {
      const changed = change(manifest);
      return Effect.as(writeManifest(run.directory, changed), changed);
    }),
  );

/** Makes a folder unless it is there. Throws as node:fs does. */
function makeDirectory(directory: string): void {
  try {
    fs.mkdirSync(directory);
  } catch (cause) {
    if (errorCode(cause) !== "EEXIST" || !fs.statSync(directory).isDirectory()) throw cause;
  }
}

/** A name of an experiment that can't be the name of its folder. */
export class WrongRunName extends InputError.extend<WrongRunName>("WrongRunName")({
  _tag: Schema.tag("WrongRunName"),
  name: Schema.String,
}) {
  override get message(): string {
    return `Name "${this.name}" can't name a folder: ` +
      'expected up to 100 letters, digits, "-", "_" and "."';
  }
}

/** The directory of a run holds another one, whose hash begins alike. */
export class OtherRun extends InputError.extend<OtherRun>("OtherRun")({
  _tag: Schema.tag("OtherRun"),
  directory: Schema.String,
  found: Schema.String,
  expected: Schema.String,
}) {
  override get message(): string {
    const { directory, found, expected } = this;
    return `"${directory}" holds another run, of hash ${found} and not ${expected}: ` +
      "choose another name or another folder for runs";
  }
}
