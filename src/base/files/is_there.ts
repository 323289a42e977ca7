/** Whether something exists at a path, as distinct from not being able to tell. */
import * as fs from "node:fs";
import { Effect } from "effect";
import type { InputError } from "../errors.ts";
import { tryRead } from "./file_error.ts";
import { fileFault } from "./system_error.ts";

/**
 * What is at a path, links followed; undefined if nothing is. Any other failure throws, as in
 * node:fs: a path in a folder without permission may well exist.
 */
export function statusOf(path: string): fs.Stats | undefined {
  try {
    return fs.statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    // Node answers ENOTDIR (a part of the path is no folder) like ENOENT; Deno throws it.
    if (fileFault(cause) === "missing") return undefined;
    throw cause;
  }
}

/** Whether something is at a path. Fails with an InputError where that can't be said. */
export const isThere = (path: string): Effect.Effect<boolean, InputError> =>
  tryRead(path, () => statusOf(path) !== undefined);
