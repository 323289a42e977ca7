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
      /** Of this name, or that match this glob. */
      kind: Schema.Literals(["no file", "no match"]),
      /** In full. */
      path: Schema.String,
      /** The folder that it should be in, where even that is not there. */
      missingFolder: Schema.optionalKey(Schema.String),
    }),
    Schema.Struct({ kind: Schema.Literals(["directory", "not plain"]), path: Schema.String }),
  ]),
}) {
  override get message(): string {
    return `${this.key}: ${this.reason}`;
  }

  /** What is wrong, without the key. */
  get reason(): string {
    return describe(this.fault);
  }
}

/** Whether a path holds what a shell would replace. */
const holdsVariable = (path: string): boolean => /\$\{?\w|(?:^|[/\\])~\w/.test(path);

const variables = "; of variables, only $HOME is replaced, at the beginning";

function describe(fault: MissingFiles["fault"]): string {
  const quoted = (text: string) => JSON.stringify(text);
  switch (fault.kind) {
    case "no package":
      return `The package ${quoted(fault.name)} is not installed; add it to the dependencies of ` +
        "package.json and run `deno install` (or `bun install`)";
    case "no file":
    case "no match": {
      const { kind, path, missingFolder } = fault;
      const what = kind === "no file" ? "No such file" : "No file matches";
      const why = missingFolder === undefined
        ? ""
        : `, there is no folder ${quoted(missingFolder)}`;
      return `${what} ${quoted(path)}${why}${holdsVariable(path) ? variables : ""}`;
    }
    case "directory":
      return `${quoted(fault.path)} is a directory, expected a file or a glob such as ${
        quoted(join(fault.path, "*.txt"))
      }`;
    case "not plain":
      return `${quoted(fault.path)} is a pipe or a device, expected a file, or "-" for ` +
        "standard input";
  }
}
