const busy = 5;

/** Whether somebody else writes (SQLITE_BUSY). Deno gives the code of prepared statements only. */
export const isSqliteBusy = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "errcode" in cause &&
  typeof cause.errcode === "number" && (cause.errcode & 0xff) === busy;
