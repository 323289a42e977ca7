import { type FileKey, fileKeys } from "./file_keys.ts";
import { get, update } from "./plain_value.ts";

/**
 * A plain experiment with `change` done to each path of a file that it names. Standard input (`-`)
 * and what lies inside an npm package are no such paths.
 */
export function changeFiles(
  plain: unknown,
  change: (file: string, key: FileKey) => string,
): unknown {
  const packaged = get(plain, ["corpus", "npm"]) !== undefined;
  const isFile = (value: unknown): value is string =>
    typeof value === "string" && value !== "" && value !== "-";
  return fileKeys.filter(({ path: [part] }) => !packaged || part !== "corpus").reduce<unknown>(
    (value, key) => update(value, key.path, (file) => isFile(file) ? change(file, key) : file),
    plain,
  );
}
