/** The files that a path or a glob of a corpus names. */
import { join, resolve, sep } from "node:path";
import { statusOf } from "../../base/files/is_there.ts";
import { fileFault } from "../../base/files/system_error.ts";
import { checkGlob } from "./check_glob.ts";
import { byCodePoint } from "./code_point_order.ts";
import { corpusFailure } from "./corpus_failure.ts";
import { excerpt } from "./excerpt.ts";
import { expandGlob, expandGlobSync, GlobTooWide, UnreadableFolder } from "./expand_glob.ts";
import { isGlob, splitGlob, unescapeGlob } from "./glob_text.ts";
import { MissingFiles } from "./missing_files.ts";
import { RefusedGlob } from "./refused_glob.ts";

/**
 * Files that a pattern names, relative to `folder` unless the pattern is absolute; those of a glob
 * in code-point order. Throws a {@link MissingFiles} for none, a {@link RefusedGlob}, or what the
 * system refuses.
 *
 * @param key what messages call the pattern
 * @param signal ends the search
 */
export async function findFiles(
  pattern: string,
  folder: string,
  key: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const named = fileOrGlob(pattern, folder);
  const found = Array.isArray(named) ? named : await globbed(pattern, named, key, signal);
  if (found.length > 0) return found;
  // Without the escapes of a folder's name, where that is all there is to it.
  const shown = isGlob(pattern) ? pattern : unescapeGlob(pattern);
  throw new MissingFiles({ key, fault: whatIsThere(shown, folder) });
}

/** Why a path leads to no file. */
function whatIsThere(path: string, folder: string): MissingFiles["fault"] {
  const whole = resolve(folder, path);
  const status = statusOf(whole);
  if (status === undefined) {
    const { folder: below } = splitGlob(path);
    const parent = resolve(folder, below);
    return {
      kind: isGlob(path) ? "no match" : "no file",
      path: whole,
      ...(statusOf(parent) === undefined ? { missingFolder: parent } : {}),
    };
  }
  return { kind: status.isDirectory() ? "directory" : "not plain", path };
}

/** Whether an absolute path is that of a file; or, with `glob`, matches any. */
export function namesFile(path: string, glob: boolean): boolean {
  try {
    if (!glob) return isFile(path);
    const found = fileOrGlob(path, "/");
    if (Array.isArray(found)) return found.length > 0;
    return checkGlob(found.pattern) === undefined &&
      expandGlobSync(found.pattern, found.cwd, found.keep).length > 0;
  } catch {
    return false; // what is wrong with it is told where it is read
  }
}

/** What is left of a pattern that is no file's name: a glob in a folder. */
interface GlobIn {
  readonly pattern: string;
  /** The folder, as the pattern names it and in full. */
  readonly below: string;
  readonly cwd: string;
  readonly keep: (path: string) => boolean;
}

/** The files of a glob, which is all of `pattern` in messages. */
async function globbed(
  pattern: string,
  glob: GlobIn,
  key: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const fault = checkGlob(glob.pattern);
  if (fault !== undefined) throw new RefusedGlob({ key, pattern, fault });
  try {
    const files = await expandGlob(glob.pattern, glob.cwd, glob.keep, signal);
    // By the path from the glob's folder: no name above it moves a file that lies beside it.
    const ordered = [...new Set(files.map((file) => file.replaceAll(sep, "/")))].sort(byCodePoint);
    return ordered.map((file) => join(glob.below, file).replaceAll(sep, "/"));
  } catch (error) {
    if (error instanceof GlobTooWide) throw new RefusedGlob({ key, pattern, fault: "too wide" });
    if (!(error instanceof UnreadableFolder)) throw error;
    const folder = join(glob.below, error.folder).replaceAll(sep, "/");
    throw corpusFailure(quoted(folder), "folder")(error.cause);
  }
}

/** The file of that name, none where it is no glob, or the glob. */
function fileOrGlob(given: string, folder: string): string[] | GlobIn {
  const literal = [unescapeGlob(given), given].find((path) => isFile(resolve(folder, path)));
  if (literal !== undefined) return [literal];
  if (!isGlob(given)) return [];
  const { folder: below, pattern } = splitGlob(given);
  const cwd = resolve(folder, below);
  return { pattern, below, cwd, keep: (path) => isFile(resolve(cwd, path)) };
}

function isFile(path: string): boolean {
  try {
    return statusOf(path)?.isFile() ?? false;
  } catch (error) {
    // Too long a name is none of a file, and may be a glob.
    if (fileFault(error) === "name too long") return false;
    throw corpusFailure(quoted(path))(error);
  }
}

const quoted = (path: string): string => JSON.stringify(excerpt(path, 200));
