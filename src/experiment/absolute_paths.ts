/** Paths of an experiment made absolute, so that a run can be resumed from any folder. */
import { resolve } from "node:path";
import { get, update } from "./plain.ts";

/** Key paths of files that lie beside the config. */
const filePaths: readonly (readonly string[])[] = [
  ["gates"],
  ["corpus", "path"],
  ["corpus", "split", "files", "valid"],
  ["corpus", "split", "files", "test"],
];

/**
 * Makes the paths of a plain experiment absolute. Standard input (`-`) and paths inside an npm
 * package stay as they are.
 *
 * @param directoryOf the folder that a relative path at a key path starts from
 */
export function absolutePaths(
  plain: unknown,
  directoryOf: (path: readonly string[]) => string,
): unknown {
  const packaged = get(plain, ["corpus", "npm"]) !== undefined;
  return filePaths.filter(([part]) => !packaged || part !== "corpus").reduce<unknown>(
    (value, path) =>
      update(
        value,
        path,
        (file) =>
          typeof file === "string" && file !== "" && file !== "-"
            ? resolve(directoryOf(path), file)
            : file,
      ),
    plain,
  );
}
