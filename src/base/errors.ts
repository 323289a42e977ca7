/**
 * The two kinds of failure that a user can meet. Everything that a person can mend by changing what
 * they gave (config, flag, corpus, damaged run directory) is an {@link InputError}, status 2;
 * everything that went wrong on the way (diverged, disk full, worker lost) is a {@link RunError},
 * status 1. Messages start with a capital letter, quote what was wrong, say what is allowed, and
 * end without a full stop.
 *
 * Of each kind some are the experiment's own doing: they would come on any machine and at any time.
 * Only these are a result of a sweep's trial. Everything else, a defect too, is the surroundings'.
 */
import { Schema } from "effect";

/** Something given by the user is wrong; `message` holds one line a mistake. */
export class InputError extends Schema.TaggedError<InputError>()("InputError", {
  message: Schema.String,
}) {}

/** The run could not go on although its input was right. */
export class RunError extends Schema.TaggedError<RunError>()("RunError", {
  message: Schema.String,
}) {}

/** An experiment that can't be trained anywhere: its values don't go together, it is too large. */
export class RefusedExperiment extends InputError {}

/** An experiment that came to an end of its own: it diverged for good, a gate of the user's failed. */
export class FailedExperiment extends RunError {}

/** A thread that ended or stands still: the machine's fault, or a piece of work that no thread survives. */
export class LostThread extends RunError {}

/** Whether an error is what an experiment itself comes to, wherever it runs. */
export const isOfExperiment = (
  error: unknown,
): error is RefusedExperiment | FailedExperiment =>
  error instanceof RefusedExperiment || error instanceof FailedExperiment;
