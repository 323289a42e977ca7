import { realpathSync } from "node:fs";
import { resolve, sep } from "node:path";
import { InputError } from "../../base/errors.ts";
import { corpusFailure } from "./corpus_failure.ts";
import { excerpt } from "./excerpt.ts";

/** What is wrong with a pattern that can lead out of its package: an absolute path, or `..` in it. */
export function packageFileMistake(pattern: string): string | undefined {
  // Braces may hold a path's beginning or a part of it; a backslash may be the escape of a sign.
  const leaves = /(?:^|[{,])(?:\/|\\(?![*?[\]{}])|[a-z]:[\\/])|(?:^|[\\/{,])\.\.(?:$|[\\/},])/iu
    .test(
      pattern,
    );
  return leaves
    ? `${JSON.stringify(excerpt(pattern, 200))} leads out of the package, allowed are files in it`
    : undefined;
}

/**
 * Throws an {@link InputError} for a file that is no file of the package but a link out of it.
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
      throw corpusFailure(JSON.stringify(excerpt(path, 200)))(error);
    }
  };
  const root = realPath(folder) + sep;
  for (const file of files) {
    const real = realPath(resolve(folder, file));
    if (real.startsWith(root)) continue;
    throw new InputError({
      message: `${key}: ${JSON.stringify(excerpt(file, 200))} leads out of the package to ` +
        `${JSON.stringify(excerpt(real, 200))}, allowed are files in it`,
    });
  }
}
