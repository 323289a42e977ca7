import { join } from "node:path";
import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";

/** A corpus's files are not where its config says. */
export class MissingFiles extends InputError.extend<MissingFiles>("MissingFiles")({
  _tag: Schema.tag("MissingFiles"),
  /** The key that says where they are: `corpus.path`. */
  key: Schema.String,
  fault: Schema.Union([
    Schema.Struct({ kind: Schema.Literal("no package"), name: Schema.String }),
    Schema.Struct({
      kind: Schema.Literal("no match"),
      pattern: Schema.String,
      folder: Schema.String,
    }),
    Schema.Struct({ kind: Schema.Literals(["directory", "not plain"]), path: Schema.String }),
  ]),
}) {
  override get message(): string {
    return `${this.key}: ${describe(this.fault)}`;
  }
}

function describe(fault: MissingFiles["fault"]): string {
  const quoted = (text: string) => JSON.stringify(text);
  switch (fault.kind) {
    case "no package":
      return `The package ${quoted(fault.name)} is not installed; add it to the dependencies of ` +
        "package.json and run `deno install` (or `bun install`)";
    case "no match":
      return `${quoted(fault.pattern)} matches no file in ${quoted(fault.folder)}`;
    case "directory":
      return `${quoted(fault.path)} is a directory, expected a file or a glob such as ${
        quoted(join(fault.path, "*.txt"))
      }`;
    case "not plain":
      return `${quoted(fault.path)} is a pipe or a device, expected a file, or "-" for ` +
        "standard input";
  }
}
