/** A user's gate failed during training: a fault of the experiment, on whatever machine it runs. */
import { Schema } from "effect";
import { FailedExperiment } from "../base/errors.ts";
import { gateFaultText } from "../model/user_gates/user_gate.ts";

export class GateFailed extends FailedExperiment.extend<GateFailed>("GateFailed")({
  _tag: Schema.tag("GateFailed"),
  gate: Schema.String,
  /** What it does wrong. */
  what: Schema.String,
  /** The message of what it threw, where it did. */
  said: Schema.UndefinedOr(Schema.String),
  /** Whether a worker ran it. */
  inWorker: Schema.Boolean,
}) {
  override get message(): string {
    const text = gateFaultText(this);
    return this.inWorker ? `A worker failed: ${text}` : text;
  }
}
