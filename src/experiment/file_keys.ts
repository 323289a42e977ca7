/** Which keys of an experiment name files, and how their values are read. */

export interface FileKey {
  readonly path: readonly string[];
  /** Whether the value may be a glob, or names one file. */
  readonly glob: boolean;
}

/** Key paths of files beside the config. Their bytes define a run, not their places. */
export const fileKeys: readonly FileKey[] = [
  { path: ["gates"], glob: false },
  { path: ["corpus", "path"], glob: true },
  { path: ["corpus", "split", "files", "valid"], glob: true },
  { path: ["corpus", "split", "files", "test"], glob: true },
];

/** Key paths of what says where a corpus in an npm package is. */
export const packageKeys: readonly (readonly string[])[] = [["corpus", "npm"], ["corpus", "files"]];

/** All of these, as `--set` names them. */
export const namesOfFiles: readonly string[] = [
  ...fileKeys.map(({ path }) => path),
  ...packageKeys,
].map((path) => path.join("."));
