/** YAML text to a value with positions; everything that JSON cannot express is refused. */
import { Result } from "effect";
import { type Document, Lexer, LineCounter, parseDocument, type YAMLError } from "yaml";
import { locate } from "./locate.ts";
import type { Located } from "./located.ts";
import type { Mistake } from "./mistake.ts";
import type { Place, Source } from "./place.ts";

/** Most syntax errors reported. */
const syntaxErrorLimit = 5;

/**
 * Most words and signs in a document, including spaces. Parsing takes up to ten microseconds for
 * each, so no document takes longer than half a second; counting takes one.
 */
const lexemeLimit = 50_000;

/**
 * Parses one YAML 1.2 document.
 *
 * @param text the document, without a byte order mark
 * @param prefix key path of the document, for messages
 */
export function readYaml(
  text: string,
  source: Source,
  prefix: readonly string[] = [],
): Result.Result<Located, readonly Mistake[]> {
  if (holdsMoreLexemes(text, lexemeLimit)) {
    return Result.fail([{
      place: { source, line: 1, column: 1 },
      path: prefix,
      message: `Holds more than ${lexemeLimit} words and signs of YAML, too many for a config`,
    }]);
  }
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
  if (document.directives?.yaml.version === "1.1") {
    const place = placeOf(Math.max(0, text.search(/^%YAML/m)));
    const message = "A config is YAML 1.2, where 010 is ten and yes is a text: " +
      "expected no %YAML 1.1; write numbers, true and false as YAML 1.2 does";
    return Result.fail([{ place, path: prefix, message }]);
  }
  return locate(document, text, placeOf, prefix);
}

/** Whether a part of the text, at most a config's length, is a comment. */
export function hasComment(text: string): boolean {
  if (!text.includes("#") || holdsMoreLexemes(text, lexemeLimit)) return false;
  let before = "";
  for (const lexeme of new Lexer().lex(text)) {
    // The text of a scalar follows a sign of its own.
    if (lexeme.startsWith("#") && before !== scalarSign) return true;
    before = lexeme;
  }
  return false;
}

const scalarSign = "\x1f";

function holdsMoreLexemes(text: string, limit: number): boolean {
  // Most lexemes have a character of their own, some signs are added around them.
  if (text.length * 2 < limit) return false;
  let count = 0;
  for (const _ of new Lexer().lex(text)) {
    if (++count > limit) return true;
  }
  return false;
}

/** Advice on what usually causes an error, by the parser's code. */
const advice: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    'A second ":" in one value; check the indentation, quote text that holds one',
  TAB_AS_INDENT: "A tab as indentation; use spaces",
  // What the parser calls an overflow of its stack.
  RESOURCE_EXHAUSTION: "It is nested too deeply",
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
    const words = advice[code] ?? message.split("\n")[0]!.slice(0, 120).replace(/[.:]$/, "");
    byLine.set(place.line, {
      place,
      path,
      message: `Not valid YAML: ${words}`,
    });
  }
  return [...byLine.values()];
}
