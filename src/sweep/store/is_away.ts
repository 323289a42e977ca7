import type { SqlError } from "effect/sql";
import { errorCode } from "../../base/files/system_error.ts";

/** Classes of PostgreSQL's codes: connection, read-only, resources, wrong state, operator, system. */
const passing = /^(08|25|53|55|57|58)/;
/** SQLite's: read-only, input or output error, full. */
const passingNumbers: readonly number[] = [8, 10, 13];

/**
 * Whether a failure is one of the store's surroundings, which pass or are mended by somebody else, and
 * not one of what was asked of it.
 */
export function isAway({ reason }: SqlError.SqlError): boolean {
  switch (reason._tag) {
    case "SqlSyntaxError":
    case "UniqueViolation":
    case "ConstraintError":
      return false;
    case "UnknownError": {
      const { cause } = reason;
      const number = numberOf(cause);
      return passing.test(errorCode(cause) ?? "") ||
        (number !== undefined && passingNumbers.includes(number & 0xff));
    }
    default:
      return true;
  }
}

function numberOf(cause: unknown): number | undefined {
  if (typeof cause !== "object" || cause === null || !("errcode" in cause)) return undefined;
  return typeof cause.errcode === "number" ? cause.errcode : undefined;
}
