/** What is wrong with a run's `metrics.jsonl`, before, while and after it is written. */
import { Schema } from "effect";
import { InputError, RunError } from "../../base/errors.ts";
import { describeSchemaError } from "../../base/schema_error.ts";

/** Most bytes of a line; one of metrics has some hundred. */
export const longestMetricsLine = 1 << 16;

/** A file that does not hold what a checkpoint says that was written to it. */
export class UnfitMetrics extends InputError.extend<UnfitMetrics>("UnfitMetrics")({
  _tag: Schema.tag("UnfitMetrics"),
  file: Schema.String,
  fault: Schema.Union([
    Schema.Struct({ kind: Schema.Literal("no plain file") }),
    /** Bytes that are there, undefined where the file is not, and those that were written. */
    Schema.Struct({
      kind: Schema.Literal("lines missing"),
      found: Schema.UndefinedOr(Schema.Number),
      written: Schema.Number,
    }),
    Schema.Struct({ kind: Schema.Literal("other bytes"), written: Schema.Number }),
  ]),
}) {
  override get message(): string {
    return describeFault(this);
  }
}

/** What is wrong with the file, in words. */
function describeFault({ file, fault }: UnfitMetrics): string {
  switch (fault.kind) {
    case "no plain file":
      return `"${file}" is not a plain file`;
    case "lines missing": {
      const length = fault.found === undefined ? "is not there" : `is ${fault.found} bytes long`;
      return `"${file}" ${length}, the checkpoint was written at ${fault.written} bytes: ` +
        "lines are missing";
    }
    case "other bytes":
      return `"${file}" was changed: its first ${fault.written} bytes are not those of the ` +
        "checkpoint";
  }
}

/** A file that somebody else changed, or took away, while it was written. */
export class DisturbedMetrics extends RunError.extend<DisturbedMetrics>("DisturbedMetrics")({
  _tag: Schema.tag("DisturbedMetrics"),
  file: Schema.String,
  change: Schema.Union([
    Schema.Struct({
      kind: Schema.Literal("length"),
      found: Schema.Number,
      expected: Schema.Number,
    }),
    Schema.Struct({ kind: Schema.Literal("gone") }),
  ]),
}) {
  override get message(): string {
    const { file, change } = this;
    if (change.kind === "gone") return `"${file}" was removed or replaced during the run`;
    const { found, expected } = change;
    const lost = found < expected ? "; lines of metrics are lost" : "";
    return `"${file}" was changed during the run: it has ${found} bytes, ` +
      `expected ${expected}${lost}`;
  }
}

/** A line that is none of metrics. */
export class WrongMetricsLine extends InputError.extend<WrongMetricsLine>("WrongMetricsLine")({
  _tag: Schema.tag("WrongMetricsLine"),
  file: Schema.String,
  /** From 1. */
  line: Schema.Number,
  /** What it lacks; undefined where it is too long to be read. */
  cause: Schema.UndefinedOr(Schema.instanceOf(Schema.SchemaError)),
}) {
  override get message(): string {
    const { file, line, cause } = this;
    const why = cause === undefined
      ? `It is longer than ${longestMetricsLine} bytes`
      : describeSchemaError(cause);
    return `${file}:${line}: Not a line of metrics: ${why}`;
  }
}
