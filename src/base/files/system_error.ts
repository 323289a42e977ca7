/** Errors of the operating system: the kinds that are told apart, and their descriptions. */

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
  EINVAL: "The path is not valid on this system",
  EBUSY: "It is in use",
  EXDEV: "It would lead to another file system",
  ERR_INVALID_ARG_VALUE: "The path holds a zero byte",
};

/** Deno's name for what its permissions forbid; its error has no code. */
const forbiddenByRuntime = "NotCapable";

/** The operating system's code of an error of node:fs (`ENOENT`), if it has one. */
export function errorCode(cause: unknown): string | undefined {
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return undefined;
  return typeof cause.code === "string" ? cause.code : undefined;
}

/** Errors that some callers explain in a message of their own. */
export type FileFault = "missing" | "folder" | "forbidden" | "name too long";

const faults: Readonly<Record<string, FileFault>> = {
  ENOENT: "missing",
  ENOTDIR: "missing",
  EISDIR: "folder",
  EACCES: "forbidden",
  EPERM: "forbidden",
  [forbiddenByRuntime]: "forbidden",
  ENAMETOOLONG: "name too long",
};

/** The kind of an error: Deno throws ENOTDIR where Node throws ENOENT, for instance. */
export const fileFault = (cause: unknown): FileFault | undefined => {
  const code = errorCode(cause) ?? (isForbidden(cause) ? forbiddenByRuntime : undefined);
  return code === undefined ? undefined : faults[code];
};

/** The reason of a failed file operation: `No space is left on the device (ENOSPC)`. */
export function describeFileError(cause: unknown): string {
  // Deno's own advice, to add a flag, is no help to a user of the program.
  if (isForbidden(cause)) return "The program's permissions do not reach there";
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = errorCode(cause) ?? (message.endsWith(denoTooLarge) ? "EFBIG" : undefined);
  const words = code === undefined ? undefined : reasons[code];
  if (words !== undefined) return `${words} (${code})`;
  return message.split("\n", 1)[0] ?? "unknown reason";
}

/** Deno gives EFBIG no code: the number at the end of its message is all that tells it. */
const denoTooLarge = "(os error 27)";

const isForbidden = (cause: unknown): boolean =>
  cause instanceof Error && cause.name === forbiddenByRuntime;

/** Whether the reason lies in the path that was given, and not in the device behind it. */
export const liesInPath = (cause: unknown): boolean =>
  fileFault(cause) !== undefined ||
  ["EEXIST", "ELOOP", "EINVAL", "ERR_INVALID_ARG_VALUE"].includes(errorCode(cause) ?? "");
