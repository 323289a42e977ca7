/**
 * Files that appear whole or not at all. Each is written under a temporary name, flushed to the
 * device and renamed. Then its folder is flushed, so that the rename survives a power failure.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import process from "node:process";
import type { Effect } from "effect";
import type { RunError } from "../errors.ts";
import { isClosed, ownersAlone } from "./closed_to_others.ts";
import { tryWrite } from "./file_error.ts";
import { errorCode } from "./system_error.ts";

/** Name for what is being written beside `target`; {@link isTemporary} recognises it. */
export function temporaryPath(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
}

/** Whether a file name is one that an interrupted write left behind. */
export function isTemporary(name: string): boolean {
  return /^\..+\.\d+\.tmp$/.test(name);
}

/**
 * Writes every byte; a device that takes only some of them is asked again until it refuses, and a
 * pipe that is full until somebody reads from it.
 */
export function writeAll(file: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += fs.writeSync(file, bytes, done, bytes.length - done);
    } catch (cause) {
      // Bun's pipes do not wait by themselves.
      if (errorCode(cause) !== "EAGAIN") throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** Writes a new file and flushes it to the device; throws as node:fs does. */
export function writeFlushed(target: string, content: Uint8Array | string, mode = 0o666): void {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const file = fs.openSync(target, "wx", mode);
  try {
    writeAll(file, bytes);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** Copies a file, whatever its length, and flushes the copy to the device; throws as node:fs does. */
export function copyFlushed(source: string, target: string): void {
  fs.copyFileSync(source, target);
  const file = fs.openSync(target, "r+");
  try {
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** Flushes a folder's entries to the device, where the system can do that to a folder. */
export function flushDirectory(directory: string): void {
  let file: number;
  try {
    file = fs.openSync(directory, "r");
  } catch (cause) {
    if (isUnsupported(cause)) return;
    throw cause;
  }
  try {
    fs.fsyncSync(file);
  } catch (cause) {
    if (!isUnsupported(cause)) throw cause;
  } finally {
    fs.closeSync(file);
  }
}

/** Windows cannot open a folder as a file, and some network file systems cannot flush one. */
function isUnsupported(cause: unknown): boolean {
  return ["EISDIR", "EPERM", "EINVAL", "ENOTSUP", "EBADF"].includes(errorCode(cause) ?? "");
}

/** {@link writeFile} as plain code; throws as node:fs does, and leaves nothing behind then. */
export function writeFileSync(target: string, content: Uint8Array | string, mode = 0o666): void {
  const aside = temporaryPath(target);
  try {
    overRemains(aside, () => writeFlushed(aside, content, mode));
    fs.renameSync(aside, target);
  } catch (cause) {
    remove(aside);
    throw cause;
  }
  flushDirectory(path.dirname(target));
}

/**
 * {@link writeFileSync} of what came of a run: for its owner alone where the run is, since its
 * words may be those of a private text. Throws as node:fs does.
 */
export function writeFromRun(run: string, target: string, content: Uint8Array | string): void {
  writeFileSync(target, content, isClosed(run) ? ownersAlone : undefined);
}

/**
 * Writes a file whole or not at all, in place of the one that may be there.
 *
 * Errors: a RunError that says why (disk full, read-only, no permission); the old file stays.
 */
export const writeFile = (
  target: string,
  content: Uint8Array | string,
): Effect.Effect<void, RunError> => tryWrite(target, () => writeFileSync(target, content));

/**
 * Points the link `link` at the relative `target`, by rename, so that it is never missing. Links
 * are for people: if the file system or the runtime's permissions refuse, there is no link.
 */
export function replaceLinkSync(target: string, link: string): void {
  const aside = temporaryPath(link);
  try {
    overRemains(aside, () => fs.symlinkSync(target, aside, "dir"));
    fs.renameSync(aside, link);
  } catch {
    remove(aside);
  }
}

/**
 * Makes what must not be there yet; what an interrupted write left in its place is removed first.
 */
export function overRemains(aside: string, make: () => void): void {
  try {
    make();
  } catch (cause) {
    if (errorCode(cause) !== "EEXIST") throw cause;
    fs.rmSync(aside, { recursive: true, force: true });
    make();
  }
}

/** Removes a file or a folder, if it can; for what is of no use whether it stays or not. */
export function remove(target: string): void {
  try {
    fs.rmSync(target, { recursive: true, force: true });
  } catch {
    // It stays, and the next opening of the run directory tries again.
  }
}
