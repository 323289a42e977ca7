/** Existing run directories, for reading and for resuming. */
import * as fs from "node:fs";
import * as path from "node:path";
import { Effect, Schema, type Scope, SynchronizedRef } from "effect";
import { configLimit } from "../base/config_limit.ts";
import { InputError, type RunError } from "../base/errors.ts";
import { isTemporary, remove } from "../base/files/atomic_write.ts";
import { restoreReplaced } from "./checkpoint_folder.ts";
import { tryWrite } from "../base/files/file_error.ts";
import { isThere } from "../base/files/is_there.ts";
import { checkInside, readTextInside } from "../base/files/read_inside.ts";
import { lockDirectory } from "../base/files/lock.ts";
import { hasManifest, type Manifest, manifestFile, readManifest } from "./manifest.ts";
import { configFile, metricsFile, type Run, type VocabularyFile } from "./run_directory.ts";

export const maximumVocabularyBytes = 64 * 1024 * 1024;

export interface ExistingRun {
  readonly directory: string;
  readonly manifest: Manifest;
  /** Text of `config.yaml`. */
  readonly config: string;
  /** The file of its tokens, and the text of it. */
  readonly vocabularyFile: VocabularyFile;
  readonly vocabulary: string;
}

/** Refuses a directory that is no run's. */
export const checkRunDirectory = Effect.fnUntraced(function* (
  directory: string,
): Effect.fn.Return<void, InputError> {
  if (yield* hasManifest(directory)) return;
  return yield* new NoRunDirectory({ directory, isThere: yield* isThere(directory) });
});

/** What was given as a run's directory and is none. */
export class NoRunDirectory extends InputError.extend<NoRunDirectory>("NoRunDirectory")({
  _tag: Schema.tag("NoRunDirectory"),
  directory: Schema.String,
  isThere: Schema.Boolean,
}) {
  override get message(): string {
    const why = this.isThere ? `it has no ${manifestFile}` : "it is not there";
    return `"${this.directory}" is not a run directory: ${why}`;
  }
}

/** Which file of tokens a run has. */
export const vocabularyFileOf = (directory: string): Effect.Effect<VocabularyFile, InputError> =>
  Effect.map(
    isThere(path.join(directory, "tokenizer.json")),
    (isThere) => isThere ? "tokenizer.json" : "vocabulary.json",
  );

/** Reads a run directory without writing anything; another process may be at work in it. */
export const readRun = Effect.fnUntraced(function* (
  directory: string,
): Effect.fn.Return<ExistingRun, InputError> {
  yield* checkRunDirectory(directory);
  const manifest = yield* readManifest(directory);
  const config = yield* readTextInside(directory, configFile, configLimit);
  const vocabularyFile = yield* vocabularyFileOf(directory);
  const vocabulary = yield* readTextInside(directory, vocabularyFile, maximumVocabularyBytes);
  return { directory, manifest, config, vocabularyFile, vocabulary };
});

/**
 * Takes a run directory for writing, until the scope closes: locks it, reads it, and clears away
 * what an interrupted write left behind.
 *
 * Errors: an InputError when it is no run directory, is damaged, or is in use; a RunError when it
 * can't be written.
 */
export const takeRun = Effect.fnUntraced(function* (
  directory: string,
): Effect.fn.Return<ExistingRun & { readonly run: Run }, InputError | RunError, Scope.Scope> {
  yield* readRun(directory);
  yield* lockDirectory(directory);
  // Read again: whoever held the lock until now may have gone on with the run.
  const existing = yield* readRun(directory);
  for (const name of [metricsFile, "checkpoints"]) {
    if (yield* isThere(path.join(directory, name))) yield* checkInside(directory, name);
  }
  yield* tryWrite(directory, () => clearRemains(directory, existing.manifest));
  const run = { directory, manifest: SynchronizedRef.makeUnsafe(existing.manifest) };
  return { ...existing, run };
});

/** Half-written files, and checkpoints that the manifest doesn't list (not yet, or no longer). */
function clearRemains(directory: string, manifest: Manifest): void {
  const listed = new Set(manifest.checkpoints.map(({ name }) => name));
  for (const entry of manifest.checkpoints) restoreReplaced(directory, entry);
  for (const name of namesIn(directory)) {
    if (isTemporary(name)) remove(path.join(directory, name));
  }
  for (const name of namesIn(path.join(directory, "checkpoints"))) {
    const orphan = /^step-\d+$/.test(name) && !listed.has(name);
    if (orphan || isTemporary(name) || name.endsWith(".replaced")) {
      remove(path.join(directory, "checkpoints", name));
    }
  }
}

function namesIn(directory: string): string[] {
  try {
    return fs.readdirSync(directory);
  } catch {
    return [];
  }
}
