/** What can become of a worker. */
import { Schema } from "effect";
import { LostThread, RunError } from "../../base/errors.ts";

/** A worker that threw, whose thread has ended, or whose program stands still. */
export class LostWorker extends LostThread.extend<LostWorker>("LostWorker")({
  _tag: Schema.tag("LostWorker"),
  fault: Schema.Union([
    /** `said`: the message of what it threw. */
    Schema.Struct({ kind: Schema.Literal("threw"), said: Schema.String }),
    Schema.Struct({ kind: Schema.Literal("ended") }),
    Schema.Struct({ kind: Schema.Literal("stalled"), milliseconds: Schema.Number }),
  ]),
}) {
  override get message(): string {
    return `A worker failed: ${describe(this.fault)}`;
  }
}

const describe = (fault: LostWorker["fault"]): string => {
  switch (fault.kind) {
    case "threw":
      return fault.said;
    case "ended":
      return "Its thread has ended";
    case "stalled":
      return `no progress for ${fault.milliseconds / 1000} s, its thread is lost`;
  }
};

/** A limit on processes or on memory: what helps is to ask for fewer. */
export class WorkersNotStarted extends RunError.extend<WorkersNotStarted>("WorkersNotStarted")({
  _tag: Schema.tag("WorkersNotStarted"),
  wanted: Schema.Number,
  started: Schema.Number,
  cause: Schema.Defect(),
}) {
  override get message(): string {
    const { cause } = this;
    return `Cannot start ${this.wanted} workers, only ${this.started}: ${
      cause instanceof Error ? cause.message : cause
    }; take fewer with engine.workers or --workers, or allow more threads (ulimit -u)`;
  }
}
