import { Schema } from "effect";
import { InputError, RefusedExperiment } from "../../base/errors.ts";

/** An experiment whose own values are wrong, wherever it runs. */
export class RefusedConfig extends RefusedExperiment.extend<RefusedConfig>("RefusedConfig")({
  _tag: Schema.tag("RefusedConfig"),
  /** What is wrong with them. */
  cause: Schema.instanceOf(InputError),
}) {
  override get message(): string {
    return this.cause.message;
  }
}
