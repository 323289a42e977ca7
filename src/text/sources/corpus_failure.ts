import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { describeFileError, errorCode, fileFault } from "../../base/files/system_error.ts";

/** A file of a corpus, or a folder on the way to it, that can't be read. */
class UnreadableSource extends InputError.extend<UnreadableSource>("UnreadableSource")({
  _tag: Schema.tag("UnreadableSource"),
  /** As messages name it. */
  name: Schema.String,
  kind: Schema.Literals(["file", "folder"]),
  cause: Schema.Defect(),
}) {
  override get message(): string {
    return `${this.name}: ${this.#reason()}`;
  }

  #reason(): string {
    switch (fileFault(this.cause)) {
      case "missing":
        return "There is no such file";
      case "forbidden":
        return `The ${this.kind} may not be read`;
      case "folder":
        return "Expected a file, got a directory; a glob such as DIR/*.txt takes the files in it";
      default:
        return describeFileError(this.cause);
    }
  }
}

/** A file that is called gzip and is none, or is damaged. */
class DamagedGzip extends InputError.extend<DamagedGzip>("DamagedGzip")({
  _tag: Schema.tag("DamagedGzip"),
  name: Schema.String,
  fault: Schema.Literals(["not gzip", "cut off"]),
  cause: Schema.ErrorInstance(),
}) {
  override get message(): string {
    const { name, fault, cause } = this;
    return fault === "cut off"
      ? `${name}: The gzip data ends too early`
      : `${name}: Expected gzip data, got something else (${cause.message})`;
  }
}

/** What zlib's codes say of the data. */
const ofGzip: Readonly<Record<string, DamagedGzip["fault"]>> = {
  Z_DATA_ERROR: "not gzip",
  Z_BUF_ERROR: "cut off",
};

/**
 * What a failed read means to the user; `name` is the file as messages name it. Anything but an
 * {@link InputError} or an error of the system is a defect, and is rethrown.
 */
export function corpusFailure(
  name: string,
  kind: "file" | "folder" = "file",
): (error: unknown) => InputError {
  return (error) => {
    if (error instanceof InputError) return error;
    if (!(error instanceof Error)) throw error;
    const code = errorCode(error);
    const fault = code === undefined ? undefined : ofGzip[code];
    if (fault !== undefined) return new DamagedGzip({ name, fault, cause: error });
    if (code === undefined && fileFault(error) === undefined) throw error;
    return new UnreadableSource({ name, kind, cause: error });
  };
}
