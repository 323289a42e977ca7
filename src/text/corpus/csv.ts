import { Readable } from "node:stream";
import { Result } from "effect";
import { UnfitCsv } from "./csv_error.ts";
import { lineCounter } from "./line_counter.ts";
import { type Line, longestLine } from "./lines.ts";
import type { CsvFormat } from "../sources/schema.ts";

/** A record as the parser gives it with `info`. */
interface CsvRecord {
  readonly record: readonly string[];
  /** Bytes read up to and with the end of the record. */
  readonly info: { readonly bytes: number };
}

/**
 * The parser's package, loaded where a CSV is read: start-up is a fortieth quicker without it. A name
 * in a variable, since Deno loads what a literal import names before the program starts.
 */
const parserPackage = "csv-parse";

/** Records in one element of the stream of documents. */
const batchSize = 512;

/**
 * One column of a CSV text (RFC 4180) that comes in chunks cut anywhere: quoted fields may hold
 * delimiters, doubled quotes and line breaks, unless `quote` is none; empty lines are skipped. The
 * column is a header's name, or its number from 1 where there is no header. The line is the one
 * that the record starts on (in messages on quotes, the field). Throws an {@link UnfitCsv} for a
 * stray quote, an unknown column, a record that has not as many fields as the first (empty ones at
 * its end may be more) or is longer than `longest` characters.
 */
export async function* readCsv(
  name: string,
  chunks: AsyncIterable<string>,
  format: CsvFormat,
  longest = longestLine,
): AsyncGenerator<Line[]> {
  const { CsvError, parse }: typeof import("csv-parse") = await import(parserPackage);
  const lines = lineCounter();
  const parser = parse({
    delimiter: format.delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longest,
    ...(format.quote === "none" ? { quote: null } : {}),
  });
  const source = Readable.from(counted(chunks, lines.push));
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  const column = columnReader(format);
  const unfit = (line: number, fault: UnfitCsv["fault"]) =>
    new UnfitCsv({ file: name, line, fault });
  let end = 0; // of the record before, in bytes
  let batch: Line[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      const line = lines.lineFrom(end);
      end = info.bytes;
      const text = column(record);
      if (text === undefined) continue;
      if (Result.isFailure(text)) throw unfit(line, text.failure);
      batch.push({ text: text.success, line });
      if (batch.length >= batchSize) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const read = error["bytes"]; // before the field; the parser is ahead of the records taken
    const line = lines.lineFrom(typeof read === "number" ? Math.max(end, read) : end);
    throw unfit(line, { kind: "form", cause: error, limit: longest });
  } finally {
    source.destroy();
  }
  if (batch.length > 0) yield batch;
}

/** Takes record after record and gives the column of each; undefined for the header. */
function columnReader(
  { csv: column, delimiter, quote }: CsvFormat,
): (record: readonly string[]) => Result.Result<string, UnfitCsv["fault"]> | undefined {
  let first: number | undefined; // fields of the first record
  let index = typeof column === "number" ? column - 1 : -1;
  return (record) => {
    if (first === undefined) {
      first = record.length;
      if (typeof column === "number") {
        return Result.fromNullishOr(record[index], () => ({
          kind: "few columns",
          column,
          got: record.length,
        }));
      }
      index = record.findIndex((field) => field.trim() === column);
      return index >= 0
        ? undefined
        : Result.fail({ kind: "no such column", column, header: record });
    }
    const text = record[index];
    if (text !== undefined && fits(record, first)) return Result.succeed(text);
    return Result.fail({
      kind: "width",
      expected: first,
      got: record.length,
      like: typeof column === "string" ? "header" : "first record",
      delimiter,
      quoted: quote !== "none",
    });
  };
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
