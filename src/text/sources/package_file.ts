import { realpathSync } from "node:fs";
import { resolve, sep } from "node:path";
import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { corpusFailure } from "./corpus_failure.ts";
import { excerpt } from "./excerpt.ts";

/** A pattern or a file that leads out of its package. */
export class OutsidePackage extends InputError.extend<OutsidePackage>("OutsidePackage")({
  _tag: Schema.tag("OutsidePackage"),
  /** Key of the config that named it. */
  key: Schema.String,
  file: Schema.String,
  /** Where a link leads to. */
  real: Schema.optionalKey(Schema.String),
}) {
  override get message(): string {
    return `${this.key}: ${leavesPackage(this.file, this.real)}`;
  }
}

const leavesPackage = (file: string, real?: string): string => {
  const where = real === undefined ? "" : ` to ${quoted(real)}`;
  return `${quoted(file)} leads out of the package${where}, expected files in it`;
};

const quoted = (path: string): string => JSON.stringify(excerpt(path, 200));

/**
 * What is wrong with a pattern that can lead out of its package: an absolute path, or `..` in it.
 */
export function packageFileMistake(pattern: string): string | undefined {
  // Braces may hold a path's beginning or a part of it; a backslash may be the escape of a sign.
  const leaves = /(?:^|[{,])(?:\/|\\(?![*?[\]{}])|[a-z]:[\\/])|(?:^|[\\/{,])\.\.(?:$|[\\/},])/iu
    .test(
      pattern,
    );
  return leaves ? leavesPackage(pattern) : undefined;
}

/**
 * Throws an {@link OutsidePackage} for a file that is no file of the package but a link out of it.
 *
 * @param folder the package's, which may be a link itself
 * @param files relative to it
 * @param key of the config that named them
 */
export function checkPackageFiles(folder: string, files: readonly string[], key: string): void {
  const realPath = (path: string) => {
    try {
      return realpathSync(path);
    } catch (error) {
      throw corpusFailure(quoted(path))(error);
    }
  };
  const root = realPath(folder) + sep;
  for (const file of files) {
    const real = realPath(resolve(folder, file));
    if (real.startsWith(root)) continue;
    throw new OutsidePackage({ key, file, real });
  }
}
