import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { InputError } from "../errors.ts";
import { excerpt, nameList } from "./excerpt.ts";
import { type Line, longestLine } from "./lines.ts";

/** A record as the parser gives it with `info`. */
interface CsvRecord {
  readonly record: readonly string[];
  /** Line breaks read up to and with the end of the record. */
  readonly info: { readonly lines: number };
}

/** Records in one element of the stream of documents. */
const batchSize = 512;

/**
 * One column of a CSV text (RFC 4180) that comes in chunks cut anywhere: quoted fields may hold
 * delimiters, doubled quotes and line breaks; empty lines are skipped. The column is a header's
 * name, or its number from 1 where there is no header. The line is the one that the record starts
 * on. Throws an {@link InputError} with file and line for a stray quote, an unknown column or a
 * record that is too short for it or longer than `longest` characters.
 */
export async function* readCsv(
  name: string,
  chunks: AsyncIterable<string>,
  column: string | number,
  delimiter: string,
  longest = longestLine,
): AsyncGenerator<Line[]> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longest,
  });
  const source = Readable.from(chunks);
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let index = typeof column === "number" ? column - 1 : -1;
  let header = typeof column === "string";
  let line = 1;
  let batch: Line[] = [];
  try {
    for await (const row of parser as AsyncIterable<CsvRecord>) {
      const start = line;
      line = row.info.lines + 1;
      if (header) {
        header = false;
        index = findColumn(name, row.record, column);
        continue;
      }
      const text = row.record[index];
      if (text === undefined) {
        throw new InputError({
          message: `${name}:${start}: Expected column ${JSON.stringify(column)}, ` +
            `got a record of ${row.record.length} field${row.record.length === 1 ? "" : "s"}`,
        });
      }
      batch.push({ text, line: start });
      if (batch.length >= batchSize) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InputError({
      message: `${name}:${lineOf(error, line)}: ${explain(error, longest)}`,
    });
  } finally {
    source.destroy();
  }
  if (batch.length > 0) yield batch;
}

function findColumn(name: string, header: readonly string[], column: string | number): number {
  const index = header.findIndex((field) => field.trim() === column);
  if (index >= 0) return index;
  throw new InputError({
    message: `${name}:1: There is no column ${JSON.stringify(column)}; the header has ` +
      nameList(header),
  });
}

function lineOf(error: CsvError, line: number): number {
  return typeof error["lines"] === "number" ? error["lines"] : line;
}

function explain(error: CsvError, longest: number): string {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return 'A field starts with a quote (") that is never closed';
    case "CSV_INVALID_CLOSING_QUOTE":
      return 'A quoted field goes on after its closing quote; a quote inside is written twice ("")';
    case "INVALID_OPENING_QUOTE":
      return 'A field that does not start with a quote holds one; quote the whole field and write the inner quote twice ("")';
    case "CSV_MAX_RECORD_SIZE":
      return `The record is longer than ${longest} characters; perhaps a quote (") is never closed`;
    default:
      return excerpt(error.message, 200);
  }
}
