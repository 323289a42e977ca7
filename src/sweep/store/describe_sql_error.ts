/** A failure of the database in the program's own words. */
import type { SqlError } from "effect/sql";
import { describeFileError, errorCode } from "../../base/files/system_error.ts";
import { redactUrls } from "../../base/redact_urls.ts";
import { sqliteCode, sqliteCodeOf } from "../../base/files/sqlite_code.ts";

/** What the system's refusals mean to somebody who wants to reach a server. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nothing listens there",
  ECONNRESET: "The connection was cut",
  EPIPE: "The connection was cut",
  ENOTFOUND: "No such host is known",
  EAI_AGAIN: "The name of its host can't be looked up now",
  EHOSTUNREACH: "There is no way to its host",
  ENETUNREACH: "There is no way to its host",
  ETIMEDOUT: "It does not answer",
  ENOENT: "Its socket is not there",
};

/** What the disk refused SQLite, as the system's codes. */
const ofDisk: Readonly<Record<number, string>> = {
  [sqliteCode.readOnly]: "EROFS",
  [sqliteCode.inputOutput]: "EIO",
  [sqliteCode.full]: "ENOSPC",
};

const diskCode = (cause: unknown): string | undefined => ofDisk[sqliteCodeOf(cause) ?? -1];

/** Whether a store that is a file could not be written because of its disk. */
export const isDiskError = ({ reason }: SqlError.SqlError): boolean =>
  diskCode(reason.cause) !== undefined;

/** One line, without secrets and without the names of libraries. */
export function describeSqlError({ reason, message }: SqlError.SqlError): string {
  const { cause } = reason;
  const disk = diskCode(cause);
  if (disk !== undefined) return describeFileError({ code: disk });
  const code = errorCode(cause);
  const words = code === undefined ? undefined : reasons[code];
  if (words !== undefined) return `${words} (${code})`;
  const inner = cause instanceof Error && cause.message !== "" ? cause.message : message;
  const line = redactUrls(inner.split("\n", 1)[0]!.replace(/^Pg[A-Z]\w*: /, ""));
  // The driver has no code for these: its own words are all that tells them from other failures.
  if (line === "Connection closed" || line === "Connection is closed") {
    return "The connection was cut";
  }
  if (line === "Connection timed out") return "It does not answer";
  return isSqlState(code) ? `${line} (${code})` : line;
}

/** PostgreSQL's own codes have five characters. */
const isSqlState = (code: string | undefined): boolean =>
  code !== undefined && /^[0-9A-Z]{5}$/.test(code);
