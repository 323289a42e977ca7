import { existsSync, globSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../errors.ts";

import { checkGlob } from "./check_glob.ts";
import { byCodePoint } from "./code_point_order.ts";
import { corpusFailure } from "./corpus_failure.ts";
import { excerpt } from "./excerpt.ts";
import type { PartName } from "./document.ts";
import { packageFolder } from "./npm_package.ts";
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
 * both. Relative paths start at `base`. Throws an {@link InputError} where a pattern matches
 * nothing. Standard input comes back as a file named `-`.
 */
export function sourceFiles(config: CorpusConfig, base: string): SourceFile[] {
  const folder = config.npm === undefined ? resolve(base) : packageFolder(config.npm);
  const find = (pattern: string, key: string, part: PartName | undefined) =>
    expand(pattern, folder, key).map((found): SourceFile => ({
      name: config.npm === undefined ? found : `${config.npm}/${found}`,
      path: found === standardInput ? found : resolve(folder, found),
      gzip: found.endsWith(".gz"),
      part,
    }));
  const [pattern, key] = mainPattern(config);
  if (!("files" in config.split)) return find(pattern, key, undefined);

  const { valid, test } = config.split.files;
  const validFiles = find(valid, "corpus.split.files.valid", "valid");
  const testFiles = test === undefined ? [] : find(test, "corpus.split.files.test", "test");
  const held = new Map(validFiles.map((file) => [file.path, file]));
  for (const file of testFiles) {
    if (held.has(file.path)) {
      throw new InputError({
        message: `corpus.split.files: ${JSON.stringify(file.name)} is in both valid and test`,
      });
    }
    held.set(file.path, file);
  }
  const train = find(pattern, key, "train").filter((file) => !held.has(file.path));
  if (train.length === 0) {
    throw new InputError({
      message: `${key}: ${
        JSON.stringify(pattern)
      } leaves no training file besides those of corpus.split.files`,
    });
  }
  return [...train, ...validFiles, ...testFiles];
}

function mainPattern(config: CorpusConfig): [pattern: string, key: string] {
  if (config.npm === undefined && config.path !== undefined) return [config.path, "corpus.path"];
  if (config.npm !== undefined && config.files !== undefined) return [config.files, "corpus.files"];
  throw new InputError({
    message: "corpus: Expected a path, or an npm package and the files in it",
  });
}

/** Files that a pattern names, relative to `folder` unless the pattern is absolute. */
function expand(pattern: string, folder: string, key: string): string[] {
  if (pattern === standardInput || isFile(resolve(folder, pattern))) return [pattern];
  const isGlob = /[*?[{]/.test(pattern);
  const mistake = isGlob ? checkGlob(pattern) : undefined;
  if (mistake !== undefined) {
    throw new InputError({
      message: `${key}: ${JSON.stringify(excerpt(pattern, 200))} ${mistake}`,
    });
  }
  const found = isGlob
    ? globSync(pattern, { cwd: folder }).filter((file) => isFile(resolve(folder, file)))
    : [];
  if (found.length > 0) {
    return [...new Set(found.map((file) => file.replaceAll("\\", "/")))].sort(byCodePoint);
  }
  const hint = existsSync(resolve(folder, pattern))
    ? `is a directory, allowed is a file or a glob such as ${
      JSON.stringify(join(pattern, "*.txt"))
    }`
    : `matches no file in ${JSON.stringify(folder)}`;
  throw new InputError({ message: `${key}: ${JSON.stringify(pattern)} ${hint}` });
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch (error) {
    // Too long a name is none of a file, and may be a glob.
    if (error instanceof Error && "code" in error && error.code === "ENAMETOOLONG") return false;
    throw corpusFailure(JSON.stringify(excerpt(path, 200)))(error);
  }
}
