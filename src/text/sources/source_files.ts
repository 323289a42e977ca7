import { join, resolve, sep } from "node:path";
import { InputError } from "../../base/errors.ts";
import { statusOf } from "../../base/files/is_there.ts";

import { checkGlob } from "./check_glob.ts";
import { byCodePoint } from "./code_point_order.ts";
import { corpusFailure } from "./corpus_failure.ts";
import { excerpt } from "./excerpt.ts";
import { expandGlob, expandGlobSync, GlobTooWide, UnreadableFolder } from "./expand_glob.ts";
import { isGlob, splitGlob, unescapeGlob } from "./glob_text.ts";
import { MissingFiles } from "./missing_files.ts";
import type { PartName } from "./part_name.ts";
import { packageFolder } from "./npm_package.ts";
import { checkPackageFiles, packageFileMistake } from "./package_file.ts";
import type { CorpusConfig } from "./schema.ts";

/** A file of the corpus. */
export interface SourceFile {
  /** As messages name it: as given, or PACKAGE/FILE. */
  readonly name: string;
  readonly path: string;
  readonly gzip: boolean;
  /** The part that `split.files` gives the file; undefined where shares decide. */
  readonly part: PartName | undefined;
}

/** The path that means standard input. */
export const standardInput = "-";

/**
 * The files of a corpus in reading order: training files first, each glob in code-point order.
 * A file that `split.files` names for validation or test leaves the training files; no file is in
 * both. Relative paths start at `base`. Fails with an {@link InputError} where a pattern matches
 * nothing, or leads out of its package, or past too many files. Standard input comes back as a file named `-`.
 *
 * @param pathKey what messages call the path
 * @param signal ends the search
 */
export async function sourceFiles(
  config: CorpusConfig,
  base: string,
  pathKey = "corpus.path",
  signal?: AbortSignal,
): Promise<SourceFile[]> {
  const find = config.npm === undefined
    ? besideConfig(resolve(base), signal)
    : inPackage(config.npm, signal);
  const [pattern, key] = mainPattern(config, pathKey);
  if (!("files" in config.split)) return find(pattern, key, undefined);

  const { valid, test } = config.split.files;
  const validFiles = await find(valid, "corpus.split.files.valid", "valid");
  const testFiles = test === undefined ? [] : await find(test, "corpus.split.files.test", "test");
  const held = new Map(validFiles.map((file) => [file.path, file]));
  for (const file of testFiles) {
    if (held.has(file.path)) {
      throw new InputError({
        message: `corpus.split.files: ${JSON.stringify(file.name)} is in both valid and test`,
      });
    }
    held.set(file.path, file);
  }
  const train = (await find(pattern, key, "train")).filter((file) => !held.has(file.path));
  if (train.length === 0) {
    throw new InputError({
      message: `${key}: ${
        JSON.stringify(pattern)
      } leaves no training file besides those of corpus.split.files`,
    });
  }
  return [...train, ...validFiles, ...testFiles];
}

/** The files that a pattern under a key names, for a part. */
type Find = (pattern: string, key: string, part: PartName | undefined) => Promise<SourceFile[]>;

const besideConfig = (folder: string, signal?: AbortSignal): Find => async (pattern, key, part) => {
  const found = pattern === standardInput ? [pattern] : await expand(pattern, folder, key, signal);
  return found.map((name) => ({
    name,
    path: name === standardInput ? name : resolve(folder, name),
    gzip: name.endsWith(".gz"),
    part,
  }));
};

const inPackage = (npm: string, signal?: AbortSignal): Find => {
  const folder = packageFolder(npm);
  return async (pattern, key, part) => {
    const mistake = packageFileMistake(pattern);
    if (mistake !== undefined) throw new InputError({ message: `${key}: ${mistake}` });
    const found = await expand(pattern, folder, key, signal);
    checkPackageFiles(folder, found, key);
    return found.map((file) => ({
      name: `${npm}/${file}`,
      path: resolve(folder, file),
      gzip: file.endsWith(".gz"),
      part,
    }));
  };
};

function mainPattern(config: CorpusConfig, pathKey: string): [pattern: string, key: string] {
  if (config.npm === undefined && config.path !== undefined) return [config.path, pathKey];
  if (config.npm !== undefined && config.files !== undefined) return [config.files, "corpus.files"];
  throw new InputError({
    message: "corpus: Expected a path, or an npm package and the files in it",
  });
}

/** Files that a pattern names, relative to `folder` unless the pattern is absolute. */
async function expand(
  pattern: string,
  folder: string,
  key: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const found = await filesOf(pattern, folder, key, signal);
  if (found.length > 0) return found;
  // Without the escapes of a folder's name, where that is all there is to it.
  const shown = isGlob(pattern) ? pattern : unescapeGlob(pattern);
  throw new MissingFiles(key, whatIsThere(shown, folder));
}

/** Why a path leads to no file. */
function whatIsThere(path: string, folder: string): string {
  const name = JSON.stringify(path);
  const status = statusOf(resolve(folder, path));
  if (status === undefined) return `${name} matches no file in ${JSON.stringify(folder)}`;
  return status.isDirectory()
    ? `${name} is a directory, allowed is a file or a glob such as ${
      JSON.stringify(join(path, "*.txt"))
    }`
    : `${name} is a pipe or a device, allowed is a file, or "-" for standard input`;
}

/** Whether an absolute path is that of a file; or, with `glob`, matches any. */
export function namesFile(path: string, glob: boolean): boolean {
  try {
    if (!glob) return isFile(path);
    const found = literalOrGlob(path, "/");
    if (Array.isArray(found)) return found.length > 0;
    return checkGlob(found.pattern) === undefined &&
      expandGlobSync(found.pattern, found.cwd, found.keep).length > 0;
  } catch {
    return false; // what is wrong with it is told where it is read
  }
}

async function filesOf(
  pattern: string,
  folder: string,
  key: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const wrong = (mistake: string) =>
    new InputError({ message: `${key}: ${JSON.stringify(excerpt(pattern, 200))} ${mistake}` });
  const found = literalOrGlob(pattern, folder);
  if (Array.isArray(found)) return found;
  const mistake = checkGlob(found.pattern);
  if (mistake !== undefined) throw wrong(mistake);
  try {
    const files = await expandGlob(found.pattern, found.cwd, found.keep, signal);
    // By the path from the glob's folder: no name above it moves a file that lies beside it.
    const ordered = [...new Set(files.map((file) => file.replaceAll(sep, "/")))].sort(byCodePoint);
    return ordered.map((file) => join(found.below, file).replaceAll(sep, "/"));
  } catch (error) {
    if (error instanceof UnreadableFolder) {
      const name = join(found.below, error.folder).replaceAll(sep, "/");
      throw corpusFailure(JSON.stringify(excerpt(name, 200)), "folder")(error.cause);
    }
    throw error instanceof GlobTooWide ? wrong(error.message) : error;
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

/** The file of that name, none where it is no glob, or the glob. */
function literalOrGlob(given: string, folder: string): string[] | GlobIn {
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
    if (error instanceof Error && "code" in error && error.code === "ENAMETOOLONG") return false;
    throw corpusFailure(JSON.stringify(excerpt(path, 200)))(error);
  }
}
