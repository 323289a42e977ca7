/**
 * One writer per run directory.
 *
 * The lock is the operating system's own, on the file `.lock`. It is taken through SQLite, the only
 * portable way that Deno and Bun share. It ends with its process, however that ends, so it is never
 * stale. Neither a reused process number nor a jumping clock can mislead it. The file stays empty:
 * nothing is ever written to it, and one that isn't empty is refused.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Effect, Schema, type Scope } from "effect";
import { InputError, type RunError } from "../errors.ts";
import { tryRead, tryWrite } from "./file_error.ts";
import { isThere, statusOf } from "./is_there.ts";
import { isSqliteBusy } from "./sqlite_code.ts";
import { fileFault } from "./system_error.ts";

const fileName = ".lock";

/** A run directory that another process (or this one) is at work in. */
export class DirectoryInUse extends InputError.extend<DirectoryInUse>("DirectoryInUse")({
  _tag: Schema.tag("DirectoryInUse"),
  directory: Schema.String,
}) {
  override get message(): string {
    return `Run directory "${this.directory}" is in use by another process: wait for it or stop it`;
  }
}

/** What lies in a lock's place and is none. */
class NoLock extends InputError.extend<NoLock>("NoLock")({
  _tag: Schema.tag("NoLock"),
  file: Schema.String,
}) {
  override get message(): string {
    return `"${this.file}" is not an empty lock file: remove it if no process uses the run`;
  }
}

/** A lock that SQLite can't take, for another reason than that somebody has it. */
class FailedLock extends InputError.extend<FailedLock>("FailedLock")({
  _tag: Schema.tag("FailedLock"),
  file: Schema.String,
  cause: Schema.Defect(),
}) {
  override get message(): string {
    const { cause, file } = this;
    return `Cannot lock "${file}": ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

/**
 * Holds the lock of a run directory until the scope closes.
 *
 * Errors: an InputError when another process (or this one) holds it or the file is not a lock, a
 * RunError when the directory can't be written.
 */
export const lockDirectory = Effect.fnUntraced(function* (
  directory: string,
): Effect.fn.Return<void, InputError | RunError, Scope.Scope> {
  const file = path.join(directory, fileName);
  yield* refuseForeignFile(file);
  yield* tryWrite(file, () => makeWritable(file));
  const acquire = Effect.try({
    try: () => take(file, momentLong),
    catch: (cause) =>
      isSqliteBusy(cause) ? new DirectoryInUse({ directory }) : new FailedLock({ file, cause }),
  });
  yield* Effect.acquireRelease(acquire, (held) => Effect.sync(() => held.close()));
});

/**
 * Creates the file, or fails with the system's reason. An existing file is not opened: by POSIX's
 * rules, closing a file drops every lock that the process has on it.
 */
function makeWritable(file: string): void {
  if (statusOf(file) === undefined) fs.closeSync(fs.openSync(file, "a"));
  else fs.accessSync(file, fs.constants.W_OK);
}

/**
 * Whether a process holds the lock of a run directory. It also counts as held where that can't be
 * found out. To see it, the lock is taken for a moment, which {@link lockDirectory} waits for.
 */
export const isLocked = (directory: string): Effect.Effect<boolean> => {
  const file = path.join(directory, fileName);
  return Effect.gen(function* () {
    yield* refuseForeignFile(file);
    if (!(yield* isThere(file))) return false;
    yield* Effect.try({ try: () => take(file, 0).close(), catch: (cause) => cause });
    return false;
  }).pipe(Effect.orElseSucceed(() => true));
};

/** Milliseconds for which {@link isLocked} of another process may hold a lock, at the very most. */
const momentLong = 50;

/** A transaction opened for writing holds the lock and keeps others out. */
function take(file: string, patience: number): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${patience}; PRAGMA journal_mode = MEMORY`);
    database.prepare("BEGIN IMMEDIATE").run();
    return database;
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/** SQLite must not read a file or replay a journal that was forged to mislead it. */
const refuseForeignFile = Effect.fnUntraced(function* (
  file: string,
): Effect.fn.Return<void, InputError> {
  const directory = path.dirname(file);
  if (!(yield* isThere(directory))) return;
  const beside = yield* tryRead(directory, () => fs.readdirSync(directory));
  for (const name of [file, `${file}-journal`, `${file}-wal`]) {
    if (!beside.includes(path.basename(name))) continue;
    const status = yield* tryRead(name, () => linkStatusOf(name));
    if (status === undefined || (name === file && status.isFile() && status.size === 0)) continue;
    return yield* new NoLock({ file: name });
  }
});

/** Of the link itself, where it is one. */
function linkStatusOf(name: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(name);
  } catch (cause) {
    if (fileFault(cause) === "missing") return undefined;
    throw cause;
  }
}
