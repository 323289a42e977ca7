/**
 * What a person is told when the file system refuses: one line that names the file, what was tried
 * and the reason in words.
 */
import { Effect } from "effect";
import { InputError, RunError } from "../errors.ts";

/** Reasons in words, by the operating system's code. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "No space is left on the device",
  EDQUOT: "The disk quota is used up",
  EROFS: "The file system is read-only",
  EACCES: "Permission is denied",
  EPERM: "The operation is not permitted",
  ENOENT: "It does not exist",
  ENOTDIR: "A part of the path is not a folder",
  EISDIR: "It is a folder",
  EEXIST: "It exists already",
  ENOTEMPTY: "The folder is not empty",
  EIO: "The device reports an input/output error",
  EMFILE: "Too many files are open",
  ENFILE: "Too many files are open",
  EFBIG: "The file would be too large",
  ELOOP: "Too many links lead to it",
  ENAMETOOLONG: "The path is too long",
};

/** The operating system's code of an error of node:fs (`ENOENT`), if it has one. */
export function errorCode(cause: unknown): string | undefined {
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return undefined;
  return typeof cause.code === "string" ? cause.code : undefined;
}

/** The reason of a failed file operation: `No space is left on the device (ENOSPC)`. */
export function describeFileError(cause: unknown): string {
  // Deno's own advice, another flag for it, is none that a user of the program can follow.
  if (cause instanceof Error && cause.name === "NotCapable") {
    return "The program's permissions do not reach there";
  }
  const code = errorCode(cause);
  const words = code === undefined ? undefined : reasons[code];
  if (words !== undefined) return `${words} (${code})`;
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.split("\n", 1)[0] ?? "unknown reason";
}

/** Runs file operations that write; a refusal becomes a {@link RunError} that names `path`. */
export const tryWrite = <A>(path: string, work: () => A): Effect.Effect<A, RunError> =>
  Effect.try({
    try: work,
    catch: (cause) =>
      new RunError({ message: `Cannot write "${path}": ${describeFileError(cause)}` }),
  });

/** Runs file operations that read; a refusal becomes an {@link InputError} that names `path`. */
export const tryRead = <A>(path: string, work: () => A): Effect.Effect<A, InputError> =>
  Effect.try({
    try: work,
    catch: (cause) =>
      new InputError({ message: `Cannot read "${path}": ${describeFileError(cause)}` }),
  });
