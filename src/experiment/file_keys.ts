/** Which keys of an experiment name files, and how their values are read. */
import { get } from "../config/plain_value.ts";

export interface FileKey {
  readonly path: readonly string[];
  /** What its value names: one file, files that may be a glob, or a folder. */
  readonly names: "file" | "files" | "folder";
}

/** Key paths of files beside the config. Their bytes define a run, not their places. */
export const fileKeys: readonly FileKey[] = [
  { path: ["gates"], names: "file" },
  { path: ["tokenizer", "file"], names: "file" },
  { path: ["corpus", "path"], names: "files" },
  { path: ["corpus", "split", "files", "valid"], names: "files" },
  { path: ["corpus", "split", "files", "test"], names: "files" },
  { path: ["from", "run"], names: "folder" },
  { path: ["from", "weights"], names: "file" },
  { path: ["from", "vocabulary"], names: "file" },
];

/** Key paths of what says where a corpus in an npm package is. */
export const packageKeys: readonly (readonly string[])[] = [["corpus", "npm"], ["corpus", "files"]];

/** All of these, as `--set` names them. */
export const namesOfFiles: readonly string[] = [
  ...fileKeys.map(({ path }) => path),
  ...packageKeys,
].map((path) => path.join("."));

/** The keys that name files in a plain experiment: `from.vocabulary` only beside weights. */
export const fileKeysOf = (plain: unknown): readonly FileKey[] =>
  get(plain, ["from", "weights"]) === undefined
    ? fileKeys.filter(({ path }) => path.join(".") !== "from.vocabulary")
    : fileKeys;
