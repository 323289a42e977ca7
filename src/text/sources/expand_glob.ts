/**
 * The files that match a glob in a folder; the search visits a limited number of files and folders.
 */
import { type Dirent, globSync, readdirSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { Data } from "effect";
import { fileFault } from "../../base/files/system_error.ts";
import { statusOf } from "../../base/files/is_there.ts";

/** Most files and folders that a glob with `**` leads through: some seconds and 100 MB. */
export const mostWalked = 200_000;

/** Matches that are looked at in one go. */
const atOnce = 1000;

/** A glob that leads through more than {@link mostWalked} files and folders. */
export class GlobTooWide extends Data.TaggedError("GlobTooWide") {}

/** A folder on a glob's way that can't be looked into, by its path from where the walk began. */
export class UnreadableFolder extends Data.TaggedError("UnreadableFolder")<{
  readonly folder: string;
  readonly cause: unknown;
}> {}

/** Throws where the files of a folder can't be seen; `list` where their names are needed too. */
export type Look = (folder: string, list: boolean) => void;

/** What tests set. */
interface Walk {
  readonly most?: number;
  readonly look?: Look;
}

/**
 * Paths from `cwd` that match and are to be kept, in no certain order. Other work goes on
 * meanwhile, and `signal` ends the walk. Throws a {@link GlobTooWide}, or an
 * {@link UnreadableFolder} where a folder that may hold matches can't be looked into.
 */
export async function expandGlob(
  pattern: string,
  cwd: string,
  keep: (path: string) => boolean,
  signal?: AbortSignal,
  { most, look }: Walk = {},
): Promise<string[]> {
  const found: string[] = [];
  const exclude = watching(pattern, cwd, most, look, signal);
  let matches = 0;
  const { glob: placedGlob, cwd: from } = placed(pattern, cwd);
  for await (const entry of glob(placedGlob, { cwd: from, exclude, withFileTypes: true })) {
    const path = pathFrom(cwd, entry);
    if (!isStray(path, pattern) && keep(path)) found.push(path);
    if (++matches % atOnce === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
  }
  return found;
}

/** {@link expandGlob} in one go, for where nothing can wait for it. */
export function expandGlobSync(
  pattern: string,
  cwd: string,
  keep: (path: string) => boolean,
  { most, look }: Walk = {},
): string[] {
  const exclude = watching(pattern, cwd, most, look);
  const { glob: placedGlob, cwd: from } = placed(pattern, cwd);
  return globSync(placedGlob, { cwd: from, exclude, withFileTypes: true })
    .map((entry) => pathFrom(cwd, entry))
    .filter((path) => !isStray(path, pattern) && keep(path));
}

/**
 * The glob for the runtimes: absolute, because with a relative one they look up some folders in the
 * working directory. They have no escapes, so a special character in the folder's own name becomes
 * `?`; other folders that this matches are removed again.
 */
function placed(pattern: string, cwd: string): { readonly glob: string; readonly cwd: string } {
  const folder = withoutSigns(cwd);
  return folder !== cwd && pattern.includes("..")
    ? { glob: pattern, cwd }
    : { glob: `${folder.replace(/[/]$/, "")}/${pattern}`, cwd: "/" };
}

const withoutSigns = (path: string): string =>
  path.replaceAll(sep, "/").replace(/[*?[{\\]|(?<=[*?+@!])[(]/g, "?");

/** Whether a path that was found is none of the pattern's. */
const isStray = (path: string, pattern: string): boolean =>
  path.startsWith("..") && !pattern.includes("..");

const pathFrom = (cwd: string, { parentPath, name }: Dirent): string =>
  relative(cwd, resolve(cwd, parentPath, name));

/**
 * Excludes nothing, but is called at every step of the walk. The runtimes' own walk silently skips
 * a folder that it cannot read, so each is opened here.
 */
function watching(
  pattern: string,
  cwd: string,
  most = mostWalked,
  look: Look = lookInto,
  signal?: AbortSignal,
): (entry: Dirent) => boolean {
  const reads = /[*?[]/.test(pattern);
  // Names after ".." are looked up, which needs less than a list of what is there.
  const above = /\.\.[^/]*\/[^/]*[*?[]/.test(pattern) ? pattern.split("..").length - 1 : 0;
  // Below ** no link is followed unless more of the path says so.
  const parts = pattern.split("/");
  const follows = !parts.includes("**") || parts.filter((part) => part !== "**").length > 1;
  const check = (path: string, list: boolean) => {
    try {
      look(resolve(cwd, path), list);
    } catch (cause) {
      throw new UnreadableFolder({ folder: path, cause });
    }
  };
  check("", reads);
  let walked = 0;
  return (entry) => {
    signal?.throwIfAborted();
    const path = pathFrom(cwd, entry);
    if (isAbove(path)) {
      if (path !== "" && path.split(sep).length <= above) check(path, true);
      return false;
    }
    if (isStray(path, pattern)) return true;
    if (++walked > most) throw new GlobTooWide();
    if (entry.isDirectory() || (follows && entry.isSymbolicLink())) check(path, reads);
    return false;
  };
}

/** Whether it is the folder where the walk begins, or one that leads there. */
const isAbove = (path: string): boolean =>
  path.split(sep).every((part) => part === ".." || part === "");

/** Fails where a folder's files can't be seen; what is gone or is no folder holds none. */
function lookInto(folder: string, list: boolean): void {
  // A file may be looked up in a folder that may not be listed, and the other way round.
  statusOf(join(folder, "any"));
  if (!list) return;
  try {
    readdirSync(folder);
  } catch (cause) {
    if (fileFault(cause) !== "missing") throw cause;
  }
}
