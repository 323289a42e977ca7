import { type FileKey, fileKeysOf } from "./file_keys.ts";
import { get, update } from "../config/plain_value.ts";

/**
 * A plain experiment with `change` applied to each file path in it. Standard input (`-`) and paths
 * inside an npm package do not count.
 */
export function changeFiles(
  plain: unknown,
  change: (file: string, key: FileKey) => string,
): unknown {
  const packaged = get(plain, ["corpus", "npm"]) !== undefined;
  const isFile = (value: unknown): value is string =>
    typeof value === "string" && value !== "" && value !== "-";
  const keys = fileKeysOf(plain).filter(({ path: [part] }) => !packaged || part !== "corpus");
  return keys.reduce<unknown>(
    (value, key) => update(value, key.path, (file) => isFile(file) ? change(file, key) : file),
    plain,
  );
}
