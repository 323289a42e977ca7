import { Schema } from "effect";
import { InputError } from "../base/errors.ts";

/** A file that was given for the page is there already. */
export class ReportExists extends InputError.extend<ReportExists>("ReportExists")({
  _tag: Schema.tag("ReportExists"),
  path: Schema.String,
}) {
  override get message(): string {
    return `"${this.path}" is there already: choose another file with --output`;
  }
}
