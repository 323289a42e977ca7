import { Effect } from "effect";
import { nameList } from "./excerpt.ts";
import { looksLike } from "./looks_like.ts";
import type { CorpusFormat } from "./schema.ts";
import type { SourceFile } from "./source_files.ts";

/**
 * Warns where a file that is read as text or lines looks like a table or JSON lines: its ids, commas
 * and braces would be part of the text.
 *
 * @param key what messages call the format
 */
export const warnOfFormat = Effect.fnUntraced(function* (
  files: readonly SourceFile[],
  format: CorpusFormat,
  key: string,
): Effect.fn.Return<void> {
  if (typeof format !== "string") return;
  const lookAt = (file: SourceFile) => Effect.promise(() => looksLike(file));
  const looks = yield* Effect.forEach(files, lookAt, { concurrency: 8 });
  const strange = looks.findIndex((look) => look !== undefined);
  const look = looks[strange];
  if (look === undefined) return;
  const alike = looks.filter((other) => other !== undefined).length - 1;
  const which = `${files[strange]?.name}${alike === 0 ? "" : ` (and ${alike} more)`}`;
  const [what, names, use] = look.like === "csv"
    ? ["CSV", "columns", "{ csv: COLUMN } reads one column"]
    : ["JSON lines", "fields", "{ jsonl: FIELD } reads one field"];
  yield* Effect.logWarning(
    `${which} looks like ${what} (${names} ${nameList(look.names)}) and is read as ${format}, ` +
      `with all that stands around the text; ${key}: ${use}`,
  );
});
