import { InputError } from "../../base/errors.ts";
import { describeFileError } from "../../base/files/file_error.ts";

/**
 * What a failed read means to the user, for a file named as messages name it. Anything that is
 * neither an {@link InputError} nor the system refusing is a defect, and is thrown on.
 */
export function corpusFailure(
  name: string,
  kind: "file" | "folder" = "file",
): (error: unknown) => InputError {
  return (error) => {
    if (error instanceof InputError) return error;
    if (!(error instanceof Error)) throw error;
    const reason = describe(error, kind);
    if (reason === undefined) throw error;
    return new InputError({ message: `${name}: ${reason}` });
  };
}

function describe(error: Error, kind: string): string | undefined {
  const code: unknown = "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return "There is no such file";
    case "EACCES":
    case "EPERM":
      return `The ${kind} may not be read`;
    case "EISDIR":
      return "Expected a file, got a directory; a glob such as DIR/*.txt takes the files in it";
    case "Z_DATA_ERROR":
      return `Expected gzip data, got something else (${error.message})`;
    case "Z_BUF_ERROR":
      return "The gzip data ends too early";
  }
  if (error.name === "NotCapable") return `The ${kind} may not be read`;
  return typeof code === "string" ? describeFileError(error) : undefined;
}
