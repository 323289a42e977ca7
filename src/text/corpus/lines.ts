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

/** A line without its line break and its number from 1. */
export interface Line {
  readonly text: string;
  readonly line: number;
}

/** What ends a line: LF and CRLF, or a CR alone too. */
export type LineEnds = "LF" | "any";

const lineEnds: Record<LineEnds, RegExp> = { LF: /\r?\n/g, any: /\r\n|\n|\r/g };

export interface LineOptions {
  /** `LF` by default. */
  readonly ends?: LineEnds;
  /** Most UTF-16 units of a line. */
  readonly longest?: number;
}

/**
 * The lines of a text that comes in chunks cut anywhere, those of each chunk together. A line break
 * at the very end starts no further line. Throws an {@link EndlessLine} for a line that is too
 * long; `name` is the file as messages name it.
 */
export async function* readLines(
  chunks: AsyncIterable<string>,
  name: string,
  { ends = "LF", longest = longestLine }: LineOptions = {},
): AsyncGenerator<Line[]> {
  let pieces: string[] = []; // of the line that has not ended
  let held = 0; // their length
  let cr = ""; // a CR that an LF may follow
  let line = 1;
  const take = (end: string): Line => {
    const text = pieces.length === 0 ? end : pieces.join("") + end;
    pieces = [];
    held = 0;
    return { text, line: line++ };
  };
  for await (const chunk of chunks) {
    const read = cr + chunk;
    cr = read.endsWith("\r") ? "\r" : "";
    const text = cr === "" ? read : read.slice(0, -1);
    const lines: Line[] = [];
    let start = 0;
    for (const { index, 0: { length } } of text.matchAll(lineEnds[ends])) {
      lines.push(take(text.slice(start, index)));
      start = index + length;
    }
    if (start < text.length) pieces.push(text.slice(start));
    held += text.length - start;
    if (held > longest) throw new EndlessLine({ file: name, line, limit: longest });
    if (lines.length > 0) yield lines;
  }
  if (pieces.length > 0 || cr !== "") yield [take("")];
}

/** The lines of a whole text, as {@link readLines} gives them. */
export function linesOf(text: string, ends: LineEnds): Line[] {
  const lines = text.split(lineEnds[ends]);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, i) => ({ text: line, line: i + 1 }));
}
