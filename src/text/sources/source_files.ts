/** The files of a corpus, each with its part. */
import { resolve } from "node:path";
import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { findFiles } from "./find_files.ts";
import type { PartName } from "./part_name.ts";
import { packageFolder } from "./npm_package.ts";
import { checkPackageFiles, OutsidePackage, packageFileMistake } from "./package_file.ts";
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

/** A corpus that names no files, or divides them so that none is left for a part. */
class UnfitFiles extends InputError.extend<UnfitFiles>("UnfitFiles")({
  _tag: Schema.tag("UnfitFiles"),
  fault: Schema.Union([
    Schema.Struct({ kind: Schema.Literal("no source") }),
    Schema.Struct({ kind: Schema.Literal("in two parts"), file: Schema.String }),
    Schema.Struct({
      kind: Schema.Literal("none to train on"),
      key: Schema.String,
      pattern: Schema.String,
    }),
  ]),
}) {
  override get message(): string {
    return describe(this.fault);
  }
}

function describe(fault: UnfitFiles["fault"]): string {
  switch (fault.kind) {
    case "no source":
      return "corpus: Expected a path, or an npm package and the files in it";
    case "in two parts":
      return `corpus.split.files: ${JSON.stringify(fault.file)} is in both valid and test`;
    case "none to train on":
      return `${fault.key}: ${JSON.stringify(fault.pattern)} leaves no training file besides ` +
        "those of corpus.split.files";
  }
}

/**
 * The files of a corpus in reading order: training files first, each glob in code-point order.
 * A file that `split.files` names for validation or test leaves the training files; no file is in
 * both. Relative paths start at `base`. Fails with an {@link InputError} where a pattern matches
 * nothing, or leads out of its package, or past too many files. Standard input comes back as a file
 * named `-`.
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
      throw new UnfitFiles({ fault: { kind: "in two parts", file: file.name } });
    }
    held.set(file.path, file);
  }
  const train = (await find(pattern, key, "train")).filter((file) => !held.has(file.path));
  if (train.length === 0) {
    throw new UnfitFiles({ fault: { kind: "none to train on", key, pattern } });
  }
  return [...train, ...validFiles, ...testFiles];
}

/** The files that a pattern under a key names, for a part. */
type Find = (pattern: string, key: string, part: PartName | undefined) => Promise<SourceFile[]>;

const besideConfig = (folder: string, signal?: AbortSignal): Find => async (pattern, key, part) => {
  const found = pattern === standardInput
    ? [pattern]
    : await findFiles(pattern, folder, key, signal);
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
    if (packageFileMistake(pattern) !== undefined) throw new OutsidePackage({ key, file: pattern });
    const found = await findFiles(pattern, folder, key, signal);
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
  throw new UnfitFiles({ fault: { kind: "no source" } });
}
