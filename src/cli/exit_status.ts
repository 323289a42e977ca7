/** The exit status of the program and, after a failure, its message on standard error. */
import { Cause, Exit, Predicate } from "effect";
import { InputError, RunError } from "../base/errors.ts";
import { describeError } from "./describe_error.ts";

/** How a process ends. */
export interface Ending {
  /** 0 done, 1 the run failed, 2 the input is wrong, 130 interrupted. */
  readonly status: number;
  /** Still to be written to standard error; undefined if nothing is. */
  readonly message: string | undefined;
}

/**
 * The ending that an exit means. A failure that was foreseen shows its message and nothing else; a
 * defect is one line, with the whole cause when `debug`.
 */
export function endingOf(exit: Exit.Exit<unknown, unknown>, debug: boolean): Ending {
  if (Exit.isSuccess(exit)) return { status: 0, message: undefined };
  const { cause } = exit;
  if (Cause.hasInterruptsOnly(cause)) return { status: 130, message: undefined };
  const error = Cause.squash(cause);
  if (error instanceof InputError) return { status: 2, message: describeError(error) };
  if (error instanceof RunError) return { status: 1, message: describeError(error) };
  if (Predicate.isTagged(error, "ShowHelp")) return { status: 2, message: undefined };
  const line = `Unexpected failure, please report it: ${describeError(error).split("\n")[0]}`;
  return {
    status: 1,
    message: debug ? `${line}\n${Cause.pretty(cause)}` : `${line} (UNROLL_DEBUG=1 shows where)`,
  };
}
