import { Effect } from "effect";
import { nameList } from "../sources/excerpt.ts";
import { looksLike } from "../sources/looks_like.ts";
import type { CorpusFormat } from "../sources/schema.ts";
import type { SourceFile } from "../sources/source_files.ts";

/**
 * Warns if a file that is read as text or lines looks like CSV or JSON lines: its ids, commas and
 * braces would become part of the text.
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
  const [what, names, one] = look.like === "csv"
    ? ["CSV", "columns", "column"]
    : ["JSON lines", "fields", "field"];
  // A flag is typed as NAME VALUE, a key of a config as NAME: VALUE.
  const use = key.startsWith("--")
    ? `${key} ${look.like}=${one.toUpperCase()}`
    : `${key}: { ${look.like}: ${one.toUpperCase()} }`;
  yield* Effect.logWarning(
    `${which} looks like ${what} (${names} ${nameList(look.names)}) and is read as ${format}, ` +
      `with everything around the text; ${use} reads one ${one}`,
  );
});
