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
  EINVAL: "The path is none that this system takes",
  EBUSY: "It is in use",
  EXDEV: "It would lead to another file system",
  ERR_INVALID_ARG_VALUE: "The path holds a zero byte",
};

/** Reasons that lie in the path that was given, and not in the device behind it. */
const ofPath: readonly (string | undefined)[] = [
  "ENOENT",
  "ENOTDIR",
  "EISDIR",
  "EEXIST",
  "EACCES",
  "EPERM",
  "ELOOP",
  "ENAMETOOLONG",
  "EINVAL",
  "ERR_INVALID_ARG_VALUE",
];

/** The operating system's code of an error of node:fs (`ENOENT`), if it has one. */
export function errorCode(cause: unknown): string | undefined {
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return undefined;
  return typeof cause.code === "string" ? cause.code : undefined;
}

/** The reason of a failed file operation: `No space is left on the device (ENOSPC)`. */
export function describeFileError(cause: unknown): string {
  // Deno's own advice, another flag for it, is none that a user of the program can follow.
  if (isForbidden(cause)) return "The program's permissions do not reach there";
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = errorCode(cause) ?? (message.endsWith(denoTooLarge) ? "EFBIG" : undefined);
  const words = code === undefined ? undefined : reasons[code];
  if (words !== undefined) return `${words} (${code})`;
  return message.split("\n", 1)[0] ?? "unknown reason";
}

/** Deno has no code for EFBIG. */
const denoTooLarge = "(os error 27)";

const isForbidden = (cause: unknown): boolean =>
  cause instanceof Error && cause.name === "NotCapable";

/** Runs file operations that write; a refusal becomes a {@link RunError} that names `path`. */
export const tryWrite = <A>(path: string, work: () => A): Effect.Effect<A, RunError> =>
  Effect.try({ try: work, catch: (cause) => new RunError({ message: cannotWrite(path, cause) }) });

/**
 * {@link tryWrite} to where the user said: a path that can't be made, or may not be, is an
 * {@link InputError}; a device that refuses stays a {@link RunError}.
 */
export const tryWriteGiven = <A>(
  path: string,
  work: () => A,
): Effect.Effect<A, InputError | RunError> =>
  Effect.try({
    try: work,
    catch: (cause) => {
      const given = isForbidden(cause) || ofPath.includes(errorCode(cause));
      const message = cannotWrite(path, cause);
      return given ? new InputError({ message }) : new RunError({ message });
    },
  });

const cannotWrite = (path: string, cause: unknown): string =>
  `Cannot write "${path}": ${describeFileError(cause)}`;

/** Runs file operations that read; a refusal becomes an {@link InputError} that names `path`. */
export const tryRead = <A>(path: string, work: () => A): Effect.Effect<A, InputError> =>
  Effect.try({
    try: work,
    catch: (cause) =>
      new InputError({ message: `Cannot read "${path}": ${describeFileError(cause)}` }),
  });
