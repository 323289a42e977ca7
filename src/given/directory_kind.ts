import { Effect } from "effect";
import { join } from "node:path";
import type { InputError } from "../base/errors.ts";
import { isThere } from "../base/files/is_there.ts";
import { hasManifest } from "../run/manifest.ts";
import { ledgerFile } from "../sweep/records/sweep_directory.ts";

export type DirectoryKind = "run" | "sweep";

/** Whose directory is at a path; undefined for anything else. */
export const directoryKind = Effect.fnUntraced(function* (
  path: string,
): Effect.fn.Return<DirectoryKind | undefined, InputError> {
  if (yield* hasManifest(path)) return "run";
  return (yield* isThere(join(path, ledgerFile))) ? "sweep" : undefined;
});
