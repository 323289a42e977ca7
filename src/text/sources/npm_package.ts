import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import process from "node:process";
import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { programFile } from "../../base/program_files.ts";
import { statusOf } from "../../base/files/is_there.ts";
import { MissingFiles } from "./missing_files.ts";

const packageName = /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/;

/** A name that no package can have. */
class NoPackageName extends InputError.extend<NoPackageName>("NoPackageName")({
  _tag: Schema.tag("NoPackageName"),
  name: Schema.String,
}) {
  override get message(): string {
    return `corpus.npm: Expected the name of an npm package, got ${JSON.stringify(this.name)}`;
  }
}

/**
 * The folder of an installed npm package, looked for in `node_modules` upward from each start
 * (this program's own folder, then the working directory). Throws an {@link InputError} where
 * there is none.
 */
export function packageFolder(name: string, starts: readonly string[] = defaultStarts()): string {
  if (!packageName.test(name)) throw new NoPackageName({ name });
  for (const start of starts) {
    for (let folder = start;; folder = dirname(folder)) {
      const candidate = join(folder, "node_modules", name);
      if (statusOf(join(candidate, "package.json")) !== undefined) return candidate;
      if (dirname(folder) === folder) break;
    }
  }
  throw new MissingFiles({ key: "corpus.npm", fault: { kind: "no package", name } });
}

function defaultStarts(): string[] {
  const own = programFile("");
  return own.protocol === "file:" ? [fileURLToPath(own), process.cwd()] : [process.cwd()];
}
