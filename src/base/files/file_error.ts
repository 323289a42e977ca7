/** A file operation that failed: one line that names the file, what was tried and why. */
import { Effect, Schema } from "effect";
import { InputError, RunError } from "../errors.ts";
import { describeFileError, errorCode, liesInPath } from "./system_error.ts";

const fields = {
  operation: Schema.Literals(["read", "write"]),
  path: Schema.String,
  /** The operating system's, where it gave one. */
  code: Schema.optional(Schema.String),
  cause: Schema.Defect(),
};

/** A file that can't be read, or a path that was given and can't be written to. */
export class FileInputError extends InputError.extend<FileInputError>("FileInputError")({
  _tag: Schema.tag("FileInputError"),
  ...fields,
}) {
  override get message(): string {
    return describe(this);
  }
}

/** A device that refuses: full, read-only, gone. */
export class FileRunError extends RunError.extend<FileRunError>("FileRunError")({
  _tag: Schema.tag("FileRunError"),
  ...fields,
}) {
  override get message(): string {
    return describe(this);
  }
}

const describe = ({ operation, path, cause }: FileInputError | FileRunError): string =>
  `Cannot ${operation} "${path}": ${describeFileError(cause)}`;

const failed = (operation: "read" | "write", path: string, cause: unknown) => ({
  operation,
  path,
  code: errorCode(cause),
  cause,
});

/** What a refusal to read means, for operations that take their time. */
export const readFailure = (path: string) => (cause: unknown): FileInputError =>
  new FileInputError(failed("read", path, cause));

/** Runs file operations that write; a refusal becomes a {@link FileRunError}. */
export const tryWrite = <A>(path: string, work: () => A): Effect.Effect<A, FileRunError> =>
  Effect.try({ try: work, catch: (cause) => new FileRunError(failed("write", path, cause)) });

/**
 * {@link tryWrite} to where the user said: a path that can't be made, or may not be, is a
 * {@link FileInputError}; a device that refuses stays a {@link FileRunError}.
 */
export const tryWriteGiven = <A>(
  path: string,
  work: () => A,
): Effect.Effect<A, FileInputError | FileRunError> =>
  Effect.try({
    try: work,
    catch: (cause) => {
      const given = failed("write", path, cause);
      return liesInPath(cause) ? new FileInputError(given) : new FileRunError(given);
    },
  });

/** Runs file operations that read; a refusal becomes a {@link FileInputError}. */
export const tryRead = <A>(path: string, work: () => A): Effect.Effect<A, FileInputError> =>
  Effect.try({ try: work, catch: readFailure(path) });
