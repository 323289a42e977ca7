import { Effect } from "effect";
import { basename, join } from "node:path";
import type { Place } from "./place.ts";
import { readText } from "./read_text.ts";

/** Longest line that is shown. */
const longest = 100;

/**
 * The line of a config at a place, with a sign below the column. Undefined for a flag, a line that
 * is too long to be shown, and a file that can't be read any more.
 */
export const excerpt = (
  { source, line, column }: Place,
): Effect.Effect<string | undefined> => {
  if (!source.isFile) return Effect.undefined;
  const file = join(source.directory, basename(source.label));
  return readText(file, source.label, { plain: true }).pipe(
    Effect.map((text) => {
      const shown = text.replace(/^\ufeff/, "").split(/\r?\n/)[line - 1]?.trimEnd() ?? "";
      if (shown === "" || shown.length > longest) return undefined;
      const margin = " ".repeat(String(line).length);
      const before = shown.slice(0, column - 1).replace(/[^\t]/g, " ");
      return `  ${line} | ${shown}\n  ${margin} | ${before}^`;
    }),
    Effect.orElseSucceed(() => undefined),
  );
};
