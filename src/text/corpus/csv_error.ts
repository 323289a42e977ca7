/** What is wrong with a CSV text, in words. */
import type { CsvError } from "csv-parse";
import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { excerpt, nameList } from "../sources/excerpt.ts";

/** A record that has not as many fields as the first, or not the column that is read. */
const Width = Schema.Struct({
  kind: Schema.Literal("width"),
  expected: Schema.Number,
  got: Schema.Number,
  /** What the first record is. */
  like: Schema.Literals(["header", "first record"]),
  delimiter: Schema.String,
  quoted: Schema.Boolean,
});

/** A CSV text that can't be read, with the line on which its record (or its field) starts. */
export class UnfitCsv extends InputError.extend<UnfitCsv>("UnfitCsv")({
  _tag: Schema.tag("UnfitCsv"),
  file: Schema.String,
  line: Schema.Number,
  fault: Schema.Union([
    Width,
    Schema.Struct({
      kind: Schema.Literal("no such column"),
      column: Schema.String,
      header: Schema.Array(Schema.String),
    }),
    Schema.Struct({
      kind: Schema.Literal("few columns"),
      column: Schema.Number,
      got: Schema.Number,
    }),
    /** What the parser refuses. */
    Schema.Struct({
      kind: Schema.Literal("form"),
      cause: Schema.declare((error): error is CsvError => error instanceof Error),
      /** Most characters of a record. */
      limit: Schema.Number,
    }),
  ]),
}) {
  override get message(): string {
    return `${this.file}:${this.line}: ${describe(this.fault)}`;
  }
}

function describe(fault: UnfitCsv["fault"]): string {
  switch (fault.kind) {
    case "width":
      return `Expected ${counting(fault.expected)} as in the ${fault.like}, got ${fault.got}` +
        (fault.got > fault.expected ? quoting(fault) : "");
    case "no such column":
      return `There is no column ${JSON.stringify(fault.column)}; the header has ` +
        nameList(fault.header);
    case "few columns":
      return `Expected column ${fault.column}, got a record of ${counting(fault.got)}`;
    case "form":
      return form(fault.cause, fault.limit);
  }
}

const counting = (fields: number): string => `${fields} field${fields === 1 ? "" : "s"}`;

const quoting = ({ delimiter, quoted }: typeof Width.Type): string =>
  quoted
    ? `; a field that holds ${JSON.stringify(delimiter)} is put in quotes`
    : `; a field can't hold ${JSON.stringify(delimiter)} where corpus.format.quote is none`;

/** The way out where quotes are no quotes. */
const unquoted = "; where fields are never quoted, set corpus.format.quote to none";

function form({ code, message }: CsvError, limit: number): string {
  switch (code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return `A field starts with a quote (") that is never closed${unquoted}`;
    case "CSV_INVALID_CLOSING_QUOTE":
      return 'A quoted field continues after its closing quote; a quote inside is written twice ("")' +
        unquoted;
    case "INVALID_OPENING_QUOTE":
      return "A field that does not start with a quote holds one; quote the whole field and write " +
        `the inner quote twice ("")${unquoted}`;
    case "CSV_MAX_RECORD_SIZE":
      return `The record is longer than ${limit} characters; perhaps a quote (") is never ` +
        `closed${unquoted}`;
    default:
      return excerpt(message, 200);
  }
}
