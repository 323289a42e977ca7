import { Predicate } from "effect";
import { readBytes } from "./read_bytes.ts";
import type { SourceFile } from "./source_files.ts";

/** A format that must be named to be used, and its columns or fields. */
export interface Looks {
  readonly like: "csv" | "jsonl";
  readonly names: readonly string[];
}

/** Bytes that are looked at, and lines of them. */
const window = 1 << 16, mostLines = 10;

/**
 * What the first lines of a file look like, if not text. JSON objects, one per line, are recognized
 * under any file name; CSV, whose commas also occur in prose, only in files named so. Undefined for
 * text, and for what cannot be read.
 */
export async function looksLike(file: SourceFile): Promise<Looks | undefined> {
  const lines = await firstLines(file);
  const fields = lines.length === 0 ? undefined : fieldsOf(lines);
  if (fields !== undefined) return { like: "jsonl", names: fields };
  const ending = /\.(csv|tsv|tab)(?:\.gz)?$/i.exec(file.name)?.[1]?.toLowerCase();
  if (ending === undefined) return undefined;
  const columns = columnsOf(lines, ending === "csv" ? [",", ";", "\t", "|"] : ["\t"]);
  return columns && { like: "csv", names: columns };
}

/** The first lines that are whole and not blank; a file of one endless line has none. */
async function firstLines(file: SourceFile): Promise<string[]> {
  const decoder = new TextDecoder();
  let text = "";
  let whole = true;
  try {
    for await (const chunk of readBytes(file)) {
      text += decoder.decode(chunk, { stream: true });
      whole = text.length < window;
      if (!whole) break;
    }
  } catch {
    return []; // whoever reads the text says so
  }
  const lines = text.slice(0, window).split(/\r?\n/);
  return (whole ? lines : lines.slice(0, -1)).filter((line) => line.trim() !== "")
    .slice(0, mostLines);
}

/** The names of the first object's fields, where every line is an object. */
function fieldsOf(lines: readonly string[]): readonly string[] | undefined {
  try {
    const objects = lines.map((line): unknown => JSON.parse(line));
    const [first] = objects;
    return objects.every(Predicate.isObject) && first ? Object.keys(first) : undefined;
  } catch {
    return undefined;
  }
}

/** The fields of the first line by the delimiter that another line has as often. */
function columnsOf(
  [header = "", ...rest]: readonly string[],
  delimiters: readonly string[],
): readonly string[] | undefined {
  for (const delimiter of delimiters) {
    const columns = fieldsBy(delimiter, header);
    if (columns.length < 2) continue;
    if (rest.some((line) => fieldsBy(delimiter, line).length === columns.length)) {
      return columns.map((name) => name.trim().replaceAll('"', ""));
    }
  }
  return undefined;
}

/** A line cut at the delimiters outside quotes. */
function fieldsBy(delimiter: string, line: string): string[] {
  const fields = [""];
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    if (character === delimiter && !quoted) fields.push("");
    else fields[fields.length - 1] += character;
  }
  return fields;
}
