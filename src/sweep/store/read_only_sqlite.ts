/**
 * Reads a SQLite file that may come from somebody else: only a plain file, nothing of which is
 * changed or executed. Another process may be writing to it.
 */
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Effect, type Scope } from "effect";
import type { InputError } from "../../base/errors.ts";
import { tryRead } from "../../base/files/file_error.ts";
import { statusOf } from "../../base/files/is_there.ts";
import { remove } from "../../base/files/atomic_write.ts";
import { type SqliteFlaw, WrongSqliteFile } from "./wrong_sqlite_file.ts";

/** Milliseconds that a statement waits for another process's transaction. */
const busyTimeout = 5000;

/** Most bytes of all texts that are taken from one file. */
const textBytes = 2 ** 28;

/** Largest file that is read as a copy. */
const copiedBytes = 2 ** 30;

/** Rows that are read in one go; then others get their turn: Ctrl-C, for instance. */
const rowsAtOnce = 2000;

export interface ReadOnlySqlite {
  /**
   * Rows of a table as they lie there, each checked: it must not be a view, nor compute a column.
   * @param columns names of columns, or expressions of them, which must be cheap
   * @param most rows, more are refused
   */
  readonly rows: (
    table: string,
    columns: readonly string[],
    most: number,
  ) => Effect.Effect<readonly Readonly<Record<string, unknown>>[], InputError>;
  /** Whether there is anything of this name. */
  readonly has: (table: string) => Effect.Effect<boolean, InputError>;
}

/** Opens the file in one read transaction, so that all of it is of one moment. */
export const openReadOnly = Effect.fnUntraced(function* (
  file: string,
): Effect.fn.Return<ReadOnlySqlite, InputError, Scope.Scope> {
  const wrong = (flaw: SqliteFlaw) => new WrongSqliteFile({ file, flaw });
  const attempt = <A>(run: () => A): Effect.Effect<A, InputError> =>
    Effect.try({
      try: run,
      catch: (cause) =>
        cause instanceof WrongSqliteFile ? cause : wrong({ _tag: "Unreadable", cause }),
    });
  const status = yield* tryRead(file, () => checkPlain(file));
  if (status instanceof WrongSqliteFile) return yield* status;
  const logged = yield* tryRead(file, () => statusOf(`${file}-wal`) !== undefined);
  const path = logged || status.size > copiedBytes ? file : yield* copyOf(file);
  const database = yield* Effect.acquireRelease(
    attempt(() => openDatabase(path)),
    (database) => Effect.sync(() => database.close()),
  );
  yield* attempt(() => database.exec("BEGIN"));
  let bytes = 0;
  const measured = (row: Readonly<Record<string, unknown>>) => {
    for (const value of Object.values(row)) if (typeof value === "string") bytes += value.length;
    if (bytes > textBytes) throw wrong({ _tag: "MuchText", most: textBytes });
    return row;
  };
  return {
    has: (table) => attempt(() => schemaOf(database, table) !== undefined),
    rows: Effect.fnUntraced(function* (table, columns, most) {
      // No order and no condition: each row that is looked at is one of the result, so it has an
      // end.
      const found = yield* attempt(() => {
        const flaw = tableFlaw(database, table);
        if (flaw !== undefined) throw wrong(flaw);
        const sql = `SELECT ${columns.join(", ")} FROM main.${table} NOT INDEXED LIMIT ${most + 1}`;
        return database.prepare(sql).iterate() as Iterator<Record<string, unknown>>;
      });
      const rows: Readonly<Record<string, unknown>>[] = [];
      for (;;) {
        const next = yield* attempt(() => found.next());
        if (next.done) return rows;
        rows.push(yield* attempt(() => measured(next.value)));
        if (rows.length > most) return yield* wrong({ _tag: "ManyRows", table, most });
        if (rows.length % rowsAtOnce === 0) yield* Effect.sleep(0);
      }
    }),
  };
});

/** The file's status, or what is wrong with it or with a log beside it. */
function checkPlain(file: string): fs.Stats | WrongSqliteFile {
  const found = fs.lstatSync(file);
  if (!found.isFile()) return new WrongSqliteFile({ file, flaw: { _tag: "Link" } });
  for (const ending of ["-wal", "-shm", "-journal"]) {
    const beside = file + ending;
    const status = fs.lstatSync(beside, { throwIfNoEntry: false });
    if (status !== undefined && !status.isFile()) {
      return new WrongSqliteFile({ file: beside, flaw: { _tag: "LinkBeside" } });
    }
  }
  return found;
}

/**
 * A copy that is removed with the scope. Without a log nobody is writing, and SQLite would make one
 * beside the file even to read it, and leave it there.
 */
const copyOf = Effect.fnUntraced(function* (
  file: string,
): Effect.fn.Return<string, InputError, Scope.Scope> {
  const folder = yield* Effect.acquireRelease(
    tryRead(tmpdir(), () => fs.mkdtempSync(join(tmpdir(), "unroll-"))),
    (folder) => Effect.sync(() => remove(folder)),
  );
  const copy = join(folder, "copy.sqlite");
  yield* tryRead(file, () => fs.copyFileSync(file, copy));
  return copy;
});

function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, allowExtension: false });
  try {
    database.exec(
      `PRAGMA busy_timeout = ${busyTimeout}; PRAGMA query_only = 1; PRAGMA trusted_schema = 0`,
    );
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

const schemaOf = (database: DatabaseSync, name: string) =>
  database.prepare("SELECT sql FROM main.sqlite_schema WHERE name = ? LIMIT 1").get(name);

/**
 * A view, a table that is a program, and columns that are computed when they are read are refused.
 */
function tableFlaw(database: DatabaseSync, table: string): SqliteFlaw | undefined {
  const sql = schemaOf(database, table)?.["sql"];
  // What the schema's other columns say of an entry is not what SQLite makes of it: its text is.
  if (typeof sql !== "string" || !new RegExp(`^CREATE TABLE "?${table}"?\\s*\\(`, "i").test(sql)) {
    return { _tag: "NoTable", table };
  }
  const columns = database.prepare(`PRAGMA main.table_xinfo(${table})`).all();
  return columns.some(({ hidden }) => hidden !== 0)
    ? { _tag: "ComputedColumns", table }
    : undefined;
}
