/** Paths of an experiment made absolute, so that it is the same from any folder. */
import { resolve } from "node:path";
import { fromHome } from "../base/files/from_home.ts";
import { escapeGlob } from "../text/sources/glob_text.ts";
import { namesFile } from "../text/sources/find_files.ts";
import { changeFiles } from "./change_files.ts";

/**
 * Makes the paths of a plain experiment absolute. Standard input (`-`) and paths inside an npm
 * package stay as they are. Only what was written may be a glob: the signs of one in the folder's
 * own name are escaped.
 *
 * @param foldersOf the folders that a relative path at a key path may start from; the first where
 *   it names a file counts, or the first of all
 */
export const absolutePaths = (
  plain: unknown,
  foldersOf: (path: readonly string[]) => readonly [string, ...string[]],
): unknown =>
  changeFiles(plain, (file, { path, glob }) => {
    const [first, ...others] = foldersOf(path).map((folder) =>
      glob
        ? resolve(escapeGlob(folder), fromHome(file, escapeGlob))
        : resolve(folder, fromHome(file))
    );
    return others.length === 0 || namesFile(first!, glob)
      ? first!
      : others.find((other) => namesFile(other, glob)) ?? first!;
  });
