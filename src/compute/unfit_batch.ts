/** A batch does not fit the engine. */
import { Schema } from "effect";
import { RunError } from "../base/errors.ts";

/** Its number of rows is not that of the carried state, or not the one row that a prediction reads. */
export class UnfitBatch extends RunError.extend<UnfitBatch>("UnfitBatch")({
  _tag: Schema.tag("UnfitBatch"),
  wantedBy: Schema.Literals(["carried state", "prediction"]),
  wanted: Schema.Number,
  rows: Schema.Number,
}) {
  override get message(): string {
    return this.wantedBy === "prediction"
      ? `Expected a batch of ${this.wanted} row, got ${this.rows}`
      : `The carried state has ${this.wanted} rows, but the batch has ${this.rows}`;
  }
}
