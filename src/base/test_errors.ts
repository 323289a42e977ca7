/** A failure of each kind, for tests of error handling. */
import { Schema } from "effect";
import { FailedExperiment, InputError, LostThread, RefusedExperiment, RunError } from "./errors.ts";

export class SomeInputError extends InputError.extend<SomeInputError>("SomeInputError")({
  _tag: Schema.tag("SomeInputError"),
  text: Schema.String,
}) {
  override get message(): string {
    return this.text;
  }
}

export class SomeRunError extends RunError.extend<SomeRunError>("SomeRunError")({
  _tag: Schema.tag("SomeRunError"),
  text: Schema.String,
}) {
  override get message(): string {
    return this.text;
  }
}

export class SomeRefusedExperiment
  extends RefusedExperiment.extend<SomeRefusedExperiment>("SomeRefusedExperiment")({
    _tag: Schema.tag("SomeRefusedExperiment"),
    text: Schema.String,
  }) {
  override get message(): string {
    return this.text;
  }
}

export class SomeFailedExperiment
  extends FailedExperiment.extend<SomeFailedExperiment>("SomeFailedExperiment")({
    _tag: Schema.tag("SomeFailedExperiment"),
    text: Schema.String,
  }) {
  override get message(): string {
    return this.text;
  }
}

export class SomeLostThread extends LostThread.extend<SomeLostThread>("SomeLostThread")({
  _tag: Schema.tag("SomeLostThread"),
  text: Schema.String,
}) {
  override get message(): string {
    return this.text;
  }
}
