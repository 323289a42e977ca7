import { join } from "node:path";
import { Effect, Schema } from "effect";
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
): Effect.Effect<void, ChangedFiles> {
  const changed = files.filter(({ text, written }) => sha256(text) !== written);
  if (changed.length === 0) return Effect.void;
  return Effect.fail(new ChangedFiles({ files: changed.map(({ name }) => join(directory, name)) }));
}

/** Files of a run that are not those it was begun with. */
export class ChangedFiles extends InputError.extend<ChangedFiles>("ChangedFiles")({
  _tag: Schema.tag("ChangedFiles"),
  files: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return this.files.map((file) =>
      `"${file}" has changed since the run started: expected the file as it was written; ` +
      "start a new run for another experiment"
    ).join("\n");
  }
}
