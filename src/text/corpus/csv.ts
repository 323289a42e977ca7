import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { InputError } from "../../base/errors.ts";
import { excerpt, nameList } from "../sources/excerpt.ts";
import { lineCounter } from "./line_counter.ts";
import { type Line, longestLine } from "./lines.ts";
import type { CsvFormat } from "../sources/schema.ts";

/** A record as the parser gives it with `info`. */
interface CsvRecord {
  readonly record: readonly string[];
  /** Bytes read up to and with the end of the record. */
  readonly info: { readonly bytes: number };
}

/** Records in one element of the stream of documents. */
const batchSize = 512;

/**
 * One column of a CSV text (RFC 4180) that comes in chunks cut anywhere: quoted fields may hold
 * delimiters, doubled quotes and line breaks, unless `quote` is none; empty lines are skipped. The
 * column is a header's name, or its number from 1 where there is no header. The line is the one that
 * the record starts on (in messages on quotes, the field). Throws an {@link InputError} with file and line for a stray quote, an unknown
 * column, a record that has not as many fields as the first (empty ones at its end may be more) or is
 * longer than `longest` characters.
 */
export async function* readCsv(
  name: string,
  chunks: AsyncIterable<string>,
  format: CsvFormat,
  longest = longestLine,
): AsyncGenerator<Line[]> {
  const { csv: column, delimiter, quote } = format;
  const lines = lineCounter();
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longest,
    ...(quote === "none" ? { quote: null } : {}),
  });
  const source = Readable.from(counted(chunks, lines.push));
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let fields: number | undefined; // of the first record
  let index = typeof column === "number" ? column - 1 : -1;
  let end = 0; // of the record before, in bytes
  let batch: Line[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      const line = lines.lineFrom(end);
      end = info.bytes;
      const isFirst = fields === undefined;
      fields ??= record.length;
      if (isFirst && typeof column === "string") {
        index = findColumn(`${name}:${line}`, record, column);
        continue;
      }
      const text = record[index];
      if (text === undefined && isFirst) {
        throw new InputError({
          message: `${name}:${line}: Expected column ${JSON.stringify(column)}, ` +
            `got a record of ${counting(record.length)}`,
        });
      }
      if (text === undefined || !fits(record, fields)) {
        const like = typeof column === "string" ? "header" : "first record";
        throw new InputError({
          message: `${name}:${line}: Expected ${counting(fields)} as in the ${like}, got ` +
            `${record.length}${record.length > fields ? quoting(format) : ""}`,
        });
      }
      batch.push({ text, line });
      if (batch.length >= batchSize) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const read = error["bytes"]; // before the field; the parser is ahead of the records taken
    const line = lines.lineFrom(typeof read === "number" ? Math.max(end, read) : end);
    throw new InputError({ message: `${name}:${line}: ${explain(error, longest)}` });
  } finally {
    source.destroy();
  }
  if (batch.length > 0) yield batch;
}

/** The bytes of chunks, which `push` sees first. */
async function* counted(
  chunks: AsyncIterable<string>,
  push: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const chunk of chunks) {
    const bytes = encoder.encode(chunk);
    push(bytes);
    yield bytes;
  }
}

/** Whether a record has `fields` fields, or more that are all empty. */
function fits(record: readonly string[], fields: number): boolean {
  return record.length >= fields && record.slice(fields).every((field) => field === "");
}

const counting = (fields: number): string => `${fields} field${fields === 1 ? "" : "s"}`;

const quoting = ({ delimiter, quote }: CsvFormat): string =>
  quote === "none"
    ? `; a field can't hold ${JSON.stringify(delimiter)} where corpus.format.quote is none`
    : `; a field that holds ${JSON.stringify(delimiter)} is put in quotes`;

function findColumn(place: string, header: readonly string[], column: string): number {
  const index = header.findIndex((field) => field.trim() === column);
  if (index >= 0) return index;
  throw new InputError({
    message: `${place}: There is no column ${JSON.stringify(column)}; the header has ` +
      nameList(header),
  });
}

/** The way out where quotes are no quotes. */
const unquoted = "; where fields are never quoted, set corpus.format.quote to none";

function explain(error: CsvError, longest: number): string {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return `A field starts with a quote (") that is never closed${unquoted}`;
    case "CSV_INVALID_CLOSING_QUOTE":
      return 'A quoted field goes on after its closing quote; a quote inside is written twice ("")' +
        unquoted;
    case "INVALID_OPENING_QUOTE":
      return "A field that does not start with a quote holds one; quote the whole field and write " +
        `the inner quote twice ("")${unquoted}`;
    case "CSV_MAX_RECORD_SIZE":
      return `The record is longer than ${longest} characters; perhaps a quote (") is never ` +
        `closed${unquoted}`;
    default:
      return excerpt(error.message, 200);
  }
}
