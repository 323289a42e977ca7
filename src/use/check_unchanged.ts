import { join } from "node:path";
import { Effect } from "effect";
import { InputError } from "../base/errors.ts";
import { sha256 } from "../base/files/sha256.ts";

export interface WrittenFile {
  /** In the run directory. */
  readonly name: string;
  readonly text: string;
  /** SHA-256 that the manifest has of it. */
  readonly written: string;
}

/** Refuses a run with files that are not those it was begun with. */
export function checkUnchanged(
  directory: string,
  files: readonly WrittenFile[],
): Effect.Effect<void, InputError> {
  const changed = files.filter(({ text, written }) => sha256(text) !== written);
  if (changed.length === 0) return Effect.void;
  const message = changed.map(({ name }) =>
    `"${
      join(directory, name)
    }" was changed since the run was begun: expected the file as it was written; ` +
    "begin a new run for another experiment"
  );
  return Effect.fail(new InputError({ message: message.join("\n") }));
}
