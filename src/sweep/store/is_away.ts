import type { SqlError } from "effect/sql";
import { errorCode } from "../../base/files/system_error.ts";
import { sqliteCode, sqliteCodeOf } from "../../base/files/sqlite_code.ts";

/**
 * Classes of PostgreSQL's codes: connection, read-only, resources, wrong state, operator, system.
 */
const passing = /^(08|25|53|55|57|58)/;
const passingOfSqlite: readonly (number | undefined)[] = [
  sqliteCode.readOnly,
  sqliteCode.inputOutput,
  sqliteCode.full,
];

/**
 * Whether a failure comes from the store's surroundings (connection, disk, memory) rather than from
 * the statement: it passes, or somebody else fixes it.
 */
export function isAway({ reason }: SqlError.SqlError): boolean {
  switch (reason._tag) {
    case "SqlSyntaxError":
    case "UniqueViolation":
    case "ConstraintError":
      return false;
    case "UnknownError":
      return passing.test(errorCode(reason.cause) ?? "") ||
        passingOfSqlite.includes(sqliteCodeOf(reason.cause));
    default:
      return true;
  }
}
