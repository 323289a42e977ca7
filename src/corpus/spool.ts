import { mkdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { Effect, type Scope } from "effect";
import type { InputError } from "../errors.ts";
import { tryWrite } from "../files/file_error.ts";
import { corpusFailure } from "./corpus_failure.ts";

/**
 * Copies a stream of bytes that can be read only once (standard input) to a temporary file in
 * `folder`, removed when the scope closes, and returns its path.
 */
export const spool = Effect.fnUntraced(function* (
  input: AsyncIterable<Uint8Array>,
  folder: string,
): Effect.fn.Return<string, InputError, Scope.Scope> {
  const path = join(folder, `stdin-${randomUUID()}.tmp`);
  yield* Effect.addFinalizer(() =>
    Effect.ignore(tryWrite(path, () => rmSync(path, { force: true })))
  );
  yield* Effect.tryPromise({
    try: async (signal) => {
      mkdirSync(folder, { recursive: true });
      const file = await open(path, "w");
      try {
        for await (const chunk of input) {
          if (signal.aborted) return;
          await file.writeFile(chunk);
        }
      } finally {
        await file.close();
      }
    },
    catch: corpusFailure("standard input"),
  });
  return path;
});
