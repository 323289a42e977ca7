import { Schema } from "effect";
import { FailedExperiment } from "../../base/errors.ts";

/** The processes that trained a task kept ending: the experiment is assumed to be the cause. */
export class EndedTooOften extends FailedExperiment.extend<EndedTooOften>("EndedTooOften")({
  _tag: Schema.tag("EndedTooOften"),
  times: Schema.Natural,
}) {
  override get message(): string {
    return `Its process ended ${this.times} times without a new checkpoint`;
  }
}
