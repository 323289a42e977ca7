import { Schema } from "effect";
import { RunError } from "../../base/errors.ts";

/** How many failures the message lists. */
const mostTold = 3;

/** A sweep has ended, and some of its trials failed. */
export class TrialsFailed extends RunError.extend<TrialsFailed>("TrialsFailed")({
  _tag: Schema.tag("TrialsFailed"),
  failures: Schema.Array(Schema.Struct({ trial: Schema.Natural, failure: Schema.String })),
  /** How many trials there are. */
  trials: Schema.Natural,
  /** Whether the first failure ended the sweep (`failures: stop`). */
  stops: Schema.Boolean,
  /** The command that runs them again. */
  retry: Schema.String,
}) {
  override get message(): string {
    const { failures, trials, stops, retry } = this;
    const told = failures.slice(0, mostTold)
      .map(({ trial, failure }) => `  trial ${trial}: ${failure.split("\n")[0]}`);
    const rest = failures.length - told.length;
    return [
      `${failures.length} of ${trials} ${trials === 1 ? "trial" : "trials"} failed${
        stops ? ", and the sweep's failures are set to stop" : ""
      }:`,
      ...told,
      ...(rest > 0 ? [`  and ${rest} more`] : []),
      `They are run again with: ${retry}`,
    ].join("\n");
  }
}
