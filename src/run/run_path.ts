/** Where the run of an experiment lies. */
import * as path from "node:path";

/** The directory of a run, or the second or third … of the same experiment. */
export const runPath = (runs: string, name: string, hash: string, count = 1): string =>
  path.join(runs, runName(name, hash, count));

/** `NAME-HASH8`, then `NAME-HASH8-2`, `-3`, … */
export const runName = (name: string, hash: string, count: number): string =>
  `${name}-${hash.slice(0, 8)}${count === 1 ? "" : `-${count}`}`;

/** Whether a directory's name is one of those that {@link runName} gives the runs of an experiment. */
export function isNameOfRun(directory: string, name: string, hash: string): boolean {
  const [, count = "1"] = /-([2-9]|[1-9]\d{1,8})$/.exec(directory.slice(name.length + 9)) ?? [];
  return directory === runName(name, hash, Number(count));
}
