/**
 * The two kinds of failure that a user can meet. Everything that a person can mend by changing what
 * they gave (config, flag, corpus, damaged run directory) is an {@link InputError}, status 2;
 * everything that went wrong on the way (diverged, disk full, worker lost) is a {@link RunError},
 * status 1. Messages start with a capital letter, quote what was wrong, say what is allowed, and
 * end without a full stop.
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
