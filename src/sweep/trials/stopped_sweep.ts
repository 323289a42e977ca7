import { Schema } from "effect";
import { RunError } from "../../base/errors.ts";
import { StoreFailed } from "../store/store_failed.ts";
import { UnfitWorker } from "./unfit_worker.ts";

/** A sweep whose only process can't train, or can't write its ledger. */
export class StoppedSweep extends RunError.extend<StoppedSweep>("StoppedSweep")({
  _tag: Schema.tag("StoppedSweep"),
  cause: Schema.Union([Schema.instanceOf(UnfitWorker), Schema.instanceOf(StoreFailed)]),
}) {
  override get message(): string {
    return `${this.cause.message}; fix this, then run the same command to resume`;
  }
}
