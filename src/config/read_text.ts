/** Reading a small text file whole: UTF-8, no byte order mark, at most a mebibyte. */
import { Effect } from "effect";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { describeFileError } from "../base/files/file_error.ts";
import { NotPlainFile, readBounded } from "../base/files/read_bounded.ts";
import { nearest } from "./nearest.ts";

/** Largest config file, in bytes. */
export const textLimit = 1 << 20;

/** Why a file cannot be read, as a message. */
export interface Unreadable {
  readonly message: string;
}

/**
 * The text of the file at `path`; `label` is what messages call it. With `plain`, a pipe or a device,
 * which might never give a byte, is refused before it is opened.
 */
export const readText = (
  path: string,
  label: string,
  { plain = false }: { readonly plain?: boolean } = {},
): Effect.Effect<string, Unreadable> =>
  Effect.tryPromise({
    try: () => readBounded(path, textLimit, { plain }),
    catch: (error) => error,
  }).pipe(
    Effect.catch((error) => Effect.flatMap(describe(error, path, label), Effect.fail)),
    Effect.flatMap(decode),
  );

function decode(bytes: Uint8Array): Effect.Effect<string, Unreadable> {
  if (bytes.length > textLimit) {
    return Effect.fail({
      message: `Larger than ${textLimit} bytes, too large for a config`,
    });
  }
  try {
    return Effect.succeed(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    );
  } catch {
    return Effect.fail({ message: "Not UTF-8 text" });
  }
}

function describe(
  error: unknown,
  path: string,
  label: string,
): Effect.Effect<Unreadable> {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return Effect.map(similarFile(path), (name) => ({
      message: name === undefined
        ? "No such file"
        : `No such file, did you mean ${join(dirname(label), name)}?`,
    }));
  }
  const message = code === "EISDIR"
    ? "Is a folder, expected a file"
    : code === "EACCES" || code === "EPERM" || (error as Error | null)?.name === "NotCapable"
    ? "May not be read"
    : error instanceof NotPlainFile
    ? error.message
    : `Cannot be read: ${describeFileError(error)}`;
  return Effect.succeed({ message });
}

function similarFile(path: string): Effect.Effect<string | undefined> {
  return Effect.promise(async () => {
    try {
      return nearest(basename(path), await readdir(dirname(path)), 2);
    } catch {
      return undefined; // no such folder either: nothing to propose
    }
  });
}
