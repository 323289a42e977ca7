/** A batch does not fit the engine. */
import { Schema } from "effect";
import { RunError } from "../base/errors.ts";

/** Its number of rows is not that of the carried state. */
export class UnfitBatch extends RunError.extend<UnfitBatch>("UnfitBatch")({
  _tag: Schema.tag("UnfitBatch"),
  wanted: Schema.Number,
  rows: Schema.Number,
}) {
  override get message(): string {
    return `The carried state has ${this.wanted} rows, but the batch has ${this.rows}`;
  }
}
