import { realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";

const readByOthers = 0o004, enteredByOthers = 0o001;

/**
 * Whether a file is private: only its owner and group may read it, by its mode or that of a folder
 * above it. If that cannot be determined, it counts as private. Whatever holds its text or its
 * words is then private too.
 *
 * @param folders whether the folders count: the text of a package is no secret of the place where
 *   it is installed
 */
export function isPrivate(path: string, folders: boolean): boolean {
  try {
    const file = realpathSync(path);
    if ((statSync(file).mode & readByOthers) === 0) return true;
    if (!folders) return false;
    for (let folder = dirname(file);; folder = dirname(folder)) {
      if ((statSync(folder).mode & enteredByOthers) === 0) return true;
      if (dirname(folder) === folder) return false;
    }
  } catch {
    return true;
  }
}
