import { Schema } from "effect";
import { FailedExperiment } from "../../base/errors.ts";

/** A task whose processes ended again and again while they were at it: its experiment ends them. */
export class EndedTooOften extends FailedExperiment.extend<EndedTooOften>("EndedTooOften")({
  _tag: Schema.tag("EndedTooOften"),
  times: Schema.Natural,
}) {
  override get message(): string {
    return `Its process ended ${this.times} times while it was at it, without a new checkpoint`;
  }
}
