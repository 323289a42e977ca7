/** A gate of the user's that fails during training: the experiment's fault wherever it runs. */
import { Schema } from "effect";
import { FailedExperiment } from "../base/errors.ts";

export class GateFailed extends FailedExperiment.extend<GateFailed>("GateFailed")({
  _tag: Schema.tag("GateFailed"),
  /** The gate and what it did, as a GateFailure says. */
  failure: Schema.String,
  /** Whether a worker ran it. */
  inWorker: Schema.Boolean,
}) {
  override get message(): string {
    return this.inWorker ? `A worker failed: ${this.failure}` : this.failure;
  }
}
