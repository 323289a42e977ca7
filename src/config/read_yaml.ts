/** YAML text to a value with places; everything that JSON could not say is refused. */
import { Result } from "effect";
import { type Document, LineCounter, parseDocument, type YAMLError } from "yaml";
import { locate } from "./locate.ts";
import type { Located } from "./located.ts";
import type { Mistake } from "./mistake.ts";
import type { Place, Source } from "./place.ts";

/** Most syntax errors reported. */
const syntaxErrorLimit = 5;

/**
 * Parses one YAML 1.2 document.
 *
 * @param text the document, without a byte order mark
 * @param prefix key path that the document stands at, for messages
 */
export function readYaml(
  text: string,
  source: Source,
  prefix: readonly string[] = [],
): Result.Result<Located, readonly Mistake[]> {
  const lines = new LineCounter();
  let document: Document;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false, // found here, with the key's path
      prettyErrors: false,
      logLevel: "error", // silent would hide a second document
      schema: "core",
    });
  } catch (error) {
    return Result.fail([{
      place: { source, line: 1, column: 1 },
      path: prefix,
      message: `Cannot be read as YAML: ${
        error instanceof RangeError ? "it is nested too deeply" : String(error)
      }`,
    }]);
  }
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { source, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = document.errors.length > 0 ? document.errors : document.warnings;
  if (problems.length > 0) {
    return Result.fail(syntaxMistakes(problems, placeOf, prefix));
  }
  return locate(document, text, placeOf, prefix);
}

/** Advice on what usually causes an error, by the parser's code. */
const advice: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    'A second ":" in one value; check the indentation, quote text that holds one',
  TAB_AS_INDENT: "A tab as indentation; use spaces",
  MULTIPLE_DOCS: "A second document; a config is one",
};

/** The first error of each line: one often causes others. */
function syntaxMistakes(
  problems: readonly YAMLError[],
  placeOf: (offset: number) => Place,
  path: readonly string[],
): readonly Mistake[] {
  const byLine = new Map<number, Mistake>();
  for (const { code, message, pos } of problems) {
    const place = placeOf(pos[0]);
    if (byLine.has(place.line) || byLine.size === syntaxErrorLimit) continue;
    const words = advice[code] ??
      (message.includes("call stack")
        ? "It is nested too deeply"
        : message.split("\n")[0]!.slice(0, 120).replace(/[.:]$/, ""));
    byLine.set(place.line, {
      place,
      path,
      message: `Not valid YAML: ${words}`,
    });
  }
  return [...byLine.values()];
}
