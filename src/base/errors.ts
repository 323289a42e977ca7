/**
 * The two kinds of failure that a user can meet. If a person can fix it by changing what they gave
 * (config, flag, corpus, damaged run directory), it is an {@link InputError}, status 2. If
 * something went wrong on the way (diverged, disk full, worker lost), it is a {@link RunError},
 * status 1.
 *
 * Each failure is a class of its own that extends one of the kinds below. It has a tag, fields for
 * what is known, and `message`, the only place that makes its text. Code never parses a message; it
 * tells failures apart by tag, class or field.
 *
 * ```ts
 * import { Schema } from "effect";
 *
 * class RunInUse extends InputError.extend<RunInUse>("RunInUse")({
 *   _tag: Schema.tag("RunInUse"),
 *   directory: Schema.String,
 * }) {
 *   override get message(): string {
 *     return `Run ${JSON.stringify(this.directory)} is in use by another process`;
 *   }
 * }
 * ```
 *
 * Messages start with a capital letter, quote what was wrong, say what is allowed, and end without
 * a full stop.
 */
import { Schema } from "effect";

/** Something given by the user is wrong. */
export abstract class InputError extends Schema.Error<InputError>("InputError")({
  _tag: Schema.String,
}) {}

/** The run failed although its input was right. */
export abstract class RunError extends Schema.Error<RunError>("RunError")({
  _tag: Schema.String,
}) {}

/** Whether a person can fix it, whichever failure it is. Catch it with this, never by its tag. */
export const isInputError = (error: unknown): error is InputError => error instanceof InputError;

/** Whether it went wrong on the way, whichever failure it is. */
export const isRunError = (error: unknown): error is RunError => error instanceof RunError;

/**
 * An experiment that can't be trained anywhere: its values don't go together, it is too large. Of
 * what can happen only this and {@link FailedExperiment} are a result of a sweep's trial: they would
 * come on any machine and at any time. Everything else, a defect too, is the surroundings'.
 */
export abstract class RefusedExperiment extends InputError {}

/** An experiment that failed by itself: it diverged for good, or a gate of the user's failed. */
export abstract class FailedExperiment extends RunError {}

/** A thread that ended or hangs: the machine's fault, or work that no thread survives. */
export abstract class LostThread extends RunError {}

/** Whether an error is caused by the experiment itself, wherever it runs. */
export const isOfExperiment = (
  error: unknown,
): error is RefusedExperiment | FailedExperiment =>
  error instanceof RefusedExperiment || error instanceof FailedExperiment;
