const busy = 5;

/** Whether SQLite says that somebody else writes (SQLITE_BUSY); Deno tells only of a prepared statement. */
export const isSqliteBusy = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "errcode" in cause &&
  typeof cause.errcode === "number" && (cause.errcode & 0xff) === busy;
