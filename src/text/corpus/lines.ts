import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";

/** Most UTF-16 units of a line: it is held whole, and a few times over while it is read. */
export const longestLine = 1 << 27;

/** A line that is too long to be held. */
export class EndlessLine extends InputError.extend<EndlessLine>("EndlessLine")({
  _tag: Schema.tag("EndlessLine"),
  file: Schema.String,
  line: Schema.Number,
  limit: Schema.Number,
}) {
  override get message(): string {
    return `${this.file}:${this.line}: The line is longer than ${this.limit} characters; ` +
      'a text without line breaks is read as format "text"';
  }
}

/** A line without its line break (LF or CRLF) and its number from 1. */
export interface Line {
  readonly text: string;
  readonly line: number;
}

/**
 * The lines of a text that comes in chunks cut anywhere, those of each chunk together. A line break
 * at the very end starts no further line. Throws an {@link EndlessLine} for a line that is longer
 * than `longest`; `name` is the file as messages name it.
 */
export async function* readLines(
  chunks: AsyncIterable<string>,
  name: string,
  longest = longestLine,
): AsyncGenerator<Line[]> {
  let pieces: string[] = []; // of the line that has not ended
  let held = 0; // their length
  let line = 1;
  const take = (end: string): Line => {
    const text = pieces.length === 0 ? end : pieces.join("") + end;
    pieces = [];
    held = 0;
    return { text: text.endsWith("\r") ? text.slice(0, -1) : text, line: line++ };
  };
  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let start = 0;
    for (let at = chunk.indexOf("\n"); at >= 0; at = chunk.indexOf("\n", start)) {
      lines.push(take(chunk.slice(start, at)));
      start = at + 1;
    }
    if (start < chunk.length) pieces.push(chunk.slice(start));
    held += chunk.length - start;
    if (held > longest) throw new EndlessLine({ file: name, line, limit: longest });
    if (lines.length > 0) yield lines;
  }
  if (pieces.length > 0) yield [take("")];
}

/** The lines of a whole text, as {@link readLines} gives them. */
export function linesOf(text: string): Line[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, i) => ({ text: line.replace(/\r$/, ""), line: i + 1 }));
}
