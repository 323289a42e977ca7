/** SQLite's numbers for failures (sqlite.org/rescode.html). */
import { Predicate } from "effect";

/** The codes that Unroll tells apart. */
export const sqliteCode = { busy: 5, readOnly: 8, inputOutput: 10, full: 13 } as const;

/** The primary code of a failure, without its extension; undefined if it has none. */
export const sqliteCodeOf = (cause: unknown): number | undefined =>
  Predicate.hasProperty(cause, "errcode") && typeof cause.errcode === "number"
    ? cause.errcode & 0xff
    : undefined;

/** Whether somebody else writes. Deno gives the code of prepared statements only. */
export const isSqliteBusy = (cause: unknown): boolean => sqliteCodeOf(cause) === sqliteCode.busy;
