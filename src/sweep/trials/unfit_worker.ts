/** Why a process can't train tasks that another could. */
import { Schema } from "effect";
import { InputError, RunError } from "../../base/errors.ts";

/** This process can't train, or can't train this sweep: another could. */
export class UnfitWorker extends RunError.extend<UnfitWorker>("UnfitWorker")({
  _tag: Schema.tag("UnfitWorker"),
  cause: Schema.Union([Schema.instanceOf(InputError), Schema.instanceOf(RunError)]),
}) {
  override get message(): string {
    return this.cause.message;
  }
}

/** The model that this process would start trials from is not that of the sweep's head. */
export class OtherSweepModel extends InputError.extend<OtherSweepModel>("OtherSweepModel")({
  _tag: Schema.tag("OtherSweepModel"),
  sweep: Schema.String,
  /** Of the run or of the file of weights. */
  path: Schema.String,
}) {
  override get message(): string {
    return `"${this.path}" is not the model that trials of the sweep "${this.sweep}" start from: ` +
      "its weights or its vocabulary have changed";
  }
}

/** The corpus that this process finds has other bytes than that of the sweep's head. */
export class OtherSweepCorpus extends InputError.extend<OtherSweepCorpus>("OtherSweepCorpus")({
  _tag: Schema.tag("OtherSweepCorpus"),
  sweep: Schema.String,
  /** SHA-256 of the bytes. */
  found: Schema.String,
  expected: Schema.String,
}) {
  override get message(): string {
    return `The corpus here is not the one of the sweep "${this.sweep}": ` +
      `its SHA-256 is ${this.found}, expected ${this.expected}`;
  }
}
