/** What a database does wrong, with what it said itself. */
import { Schema } from "effect";
import { SqlError } from "effect/sql";
import { RunError } from "../../base/errors.ts";
import { describeSqlError, isDiskError } from "./describe_sql_error.ts";

const error = Schema.declare(SqlError.isSqlError);

/** A statement failed, or the store is unavailable and nobody waits for it. */
export class StoreFailed extends RunError.extend<StoreFailed>("StoreFailed")({
  _tag: Schema.tag("StoreFailed"),
  error,
  /** The file, where the store is that of one sweep alone and nobody chose it. */
  ownFile: Schema.UndefinedOr(Schema.String),
}) {
  override get message(): string {
    const what = this.ownFile !== undefined && isDiskError(this.error)
      ? `Cannot write "${this.ownFile}"`
      : "The store failed";
    return `${what}: ${describeSqlError(this.error)}`;
  }
}

/** A store could not be opened. */
export class UnopenedStore extends RunError.extend<UnopenedStore>("UnopenedStore")({
  _tag: Schema.tag("UnopenedStore"),
  /** Its address without a password. */
  store: Schema.String,
  error,
}) {
  override get message(): string {
    return `Cannot open the store "${this.store}": ${describeSqlError(this.error)}`;
  }
}
