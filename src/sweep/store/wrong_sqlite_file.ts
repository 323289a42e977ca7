/** A file that is not read as a sweep's ledger, and why. */
import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { describeFileError } from "../../base/files/system_error.ts";

const SqliteFlaw = Schema.TaggedUnion({
  /** It is a link, a folder or a device. */
  Link: {},
  /** The same, of a file that SQLite keeps beside its own. */
  LinkBeside: {},
  Unreadable: { cause: Schema.Unknown },
  /** Bytes of all its texts. */
  MuchText: { most: Schema.Natural },
  ManyRows: { table: Schema.String, most: Schema.Natural },
  NoTable: { table: Schema.String },
  ComputedColumns: { table: Schema.String },
});
export type SqliteFlaw = typeof SqliteFlaw.Type;

export class WrongSqliteFile extends InputError.extend<WrongSqliteFile>("WrongSqliteFile")({
  _tag: Schema.tag("WrongSqliteFile"),
  file: Schema.String,
  flaw: SqliteFlaw,
}) {
  override get message(): string {
    return `"${this.file}" ${describeFlaw(this.flaw)}`;
  }
}

const describeFlaw = (flaw: SqliteFlaw): string =>
  SqliteFlaw.match(flaw, {
    Link: () => "is no plain file: a link or another kind of file is not followed",
    LinkBeside: () => "is no plain file",
    Unreadable: ({ cause }) => `can't be read as a SQLite file: ${describeFileError(cause)}`,
    MuchText: ({ most }) => `holds more than ${most} bytes of text`,
    ManyRows: ({ table, most }) => `has more than ${most} rows in ${table}`,
    NoTable: ({ table }) => `has no table ${table} of a sweep`,
    ComputedColumns: ({ table }) => `has a table ${table} with computed columns`,
  });
