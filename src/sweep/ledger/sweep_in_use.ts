import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";

/** A sweep that another process runs, or has taken over. */
export class HeldSweep extends InputError.extend<HeldSweep>("HeldSweep")({
  _tag: Schema.tag("HeldSweep"),
  sweep: Schema.String,
}) {
  override get message(): string {
    return `The sweep "${this.sweep}" is run by another process: wait for it or stop it`;
  }
}
