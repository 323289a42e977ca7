/** Paths of an experiment made absolute, so that it is the same from any folder. */
import { resolve } from "node:path";
import { fromHome } from "../base/files/from_home.ts";
import { statusOf } from "../base/files/is_there.ts";
import { escapeGlob } from "../text/sources/glob_text.ts";
import { namesFile } from "../text/sources/find_files.ts";
import { changeFiles } from "./change_files.ts";
import type { FileKey } from "./file_keys.ts";

/**
 * Makes the paths of a plain experiment absolute. Standard input (`-`) and paths inside an npm
 * package stay as they are. Only what was written may be a glob: the signs of one in the folder's
 * own name are escaped.
 *
 * @param foldersOf the folders that a relative path at a key path may start from; the first where
 *   it leads to what it names counts, or the first of all
 */
export const absolutePaths = (
  plain: unknown,
  foldersOf: (path: readonly string[]) => readonly [string, ...string[]],
): unknown =>
  changeFiles(plain, (file, { path, names }) => {
    const [first, ...others] = foldersOf(path).map((folder) =>
      names === "files"
        ? resolve(escapeGlob(folder), fromHome(file, escapeGlob))
        : resolve(folder, fromHome(file))
    );
    return others.length === 0 || isNamed(first!, names)
      ? first!
      : others.find((other) => isNamed(other, names)) ?? first!;
  });

/** Whether there is what a path names. */
function isNamed(path: string, names: FileKey["names"]): boolean {
  if (names !== "folder") return namesFile(path, names === "files");
  try {
    return statusOf(path)?.isDirectory() ?? false;
  } catch {
    return false; // what is wrong with it is told where it is read
  }
}
