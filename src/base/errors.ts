/**
 * The two kinds of failure that a user can meet. What a person can mend by changing what they gave
 * (config, flag, corpus, damaged run directory) is an {@link InputError}, status 2; what went wrong
 * on the way (diverged, disk full, worker lost) is a {@link RunError}, status 1.
 *
 * Each failure is a class of its own that extends one of the kinds below: a tag, what is known as
 * fields, and `message`, the only place where its text is made. Nobody reads a message back; who
 * must tell failures apart asks for the tag, the class or a field.
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
import { Effect, Schema } from "effect";

const tag = (name: string) =>
  Schema.String.pipe(Schema.withConstructorDefault(Effect.succeed(name)));

/** Something given by the user is wrong. */
export class InputError extends Schema.Error<InputError>("InputError")({
  _tag: tag("InputError"),
  message: Schema.optionalKey(Schema.String),
}) {}

/** The run could not go on although its input was right. */
export class RunError extends Schema.Error<RunError>("RunError")({
  _tag: tag("RunError"),
  message: Schema.optionalKey(Schema.String),
}) {}

/** Whether it is what a person can mend, whichever failure it is: catch it by this, never by its tag. */
export const isInputError = (error: unknown): error is InputError => error instanceof InputError;

/** Whether it went wrong on the way, whichever failure it is. */
export const isRunError = (error: unknown): error is RunError => error instanceof RunError;

/**
 * An experiment that can't be trained anywhere: its values don't go together, it is too large. Of
 * what can happen only this and {@link FailedExperiment} are a result of a sweep's trial: they would
 * come on any machine and at any time. Everything else, a defect too, is the surroundings'.
 */
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
