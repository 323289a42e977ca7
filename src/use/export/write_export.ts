/** Writes the files of an export beside each other; what is there already is never replaced. */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { Effect, Schema } from "effect";
import { InputError, type RunError } from "../../base/errors.ts";
import { writeFromRun } from "../../base/files/atomic_write.ts";
import { tryRead, tryWriteGiven } from "../../base/files/file_error.ts";
import { isThere, statusOf } from "../../base/files/is_there.ts";

/** A file with its whole path. */
export interface PlacedFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes the files of a run, each whole or not at all. Beside the main one, a file that is there
 * already with the same bytes stays: exports of one run share their vocabulary.
 *
 * Errors: {@link OutputExists}, before anything is written, for a path that holds something else.
 */
export const writeExport = Effect.fnUntraced(function* (
  run: string,
  [main, ...beside]: readonly [PlacedFile, ...PlacedFile[]],
): Effect.fn.Return<void, InputError | RunError> {
  if (yield* isThere(main.path)) return yield* new OutputExists({ path: main.path });
  const missing: PlacedFile[] = [];
  for (const file of beside) {
    if (!(yield* isThere(file.path))) missing.push(file);
    else if (!(yield* tryRead(file.path, () => holds(file)))) {
      return yield* new OutputExists({ path: file.path });
    }
  }
  for (const { path, content } of [main, ...missing]) {
    yield* tryWriteGiven(path, () => writeFromRun(run, path, content));
  }
});

/** Whether a path is a file of these bytes. Throws as node:fs does. */
function holds({ path, content }: PlacedFile): boolean {
  const bytes = Buffer.from(content);
  const status = statusOf(path);
  return status?.isFile() === true && status.size === bytes.length &&
    readFileSync(path).equals(bytes);
}

/** A file in the place of one that is to be written. */
class OutputExists extends InputError.extend<OutputExists>("OutputExists")({
  _tag: Schema.tag("OutputExists"),
  path: Schema.String,
}) {
  override get message(): string {
    return `"${this.path}" is there already: choose another file with --output`;
  }
}
