import { mkdirSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { Effect, Schema, type Scope } from "effect";
import { type InputError, RunError } from "../../base/errors.ts";
import { tryWrite } from "../../base/files/file_error.ts";
import { describeFileError } from "../../base/files/system_error.ts";
import { corpusFailure } from "../sources/corpus_failure.ts";

/** A copy of standard input that can't be written. */
class FailedCopy extends RunError.extend<FailedCopy>("FailedCopy")({
  _tag: Schema.tag("FailedCopy"),
  path: Schema.String,
  cause: Schema.Defect(),
}) {
  override get message(): string {
    const why = describeFileError(this.cause);
    return `Cannot write the copy of standard input "${this.path}": ${why}`;
  }
}

/**
 * Copies a stream of bytes that can be read only once (standard input) to a temporary file in
 * `folder`, which only its owner may read and which is removed when the scope closes, and returns
 * its path. An InputError says that the stream can't be read, a RunError that the copy can't be
 * written.
 */
export const temporaryCopy = Effect.fnUntraced(function* (
  input: AsyncIterable<Uint8Array>,
  folder: string,
): Effect.fn.Return<string, InputError | RunError, Scope.Scope> {
  const path = join(folder, `stdin-${randomUUID()}.tmp`);
  const writing = <A>(work: () => Promise<A>): Promise<A> =>
    work().catch((cause) => {
      throw new FailedCopy({ path, cause });
    });
  yield* Effect.addFinalizer(() =>
    Effect.ignore(tryWrite(path, () => rmSync(path, { force: true })))
  );
  yield* Effect.tryPromise({
    try: async (signal) => {
      const file: FileHandle = await writing(async () => {
        mkdirSync(folder, { recursive: true });
        return await open(path, "wx", 0o600);
      });
      try {
        for await (const chunk of input) {
          if (signal.aborted) return;
          await writing(() => file.writeFile(chunk));
        }
      } finally {
        await writing(() => file.close());
      }
    },
    catch: (cause) => cause instanceof FailedCopy ? cause : corpusFailure("standard input")(cause),
  });
  return path;
});
