/** The config of a run, key by key. */
import { join } from "node:path";
import { Effect, Predicate, Result } from "effect";
import { configLimit } from "../base/config_limit.ts";
import type { InputError } from "../base/errors.ts";
import { readTextInside } from "../base/files/read_inside.ts";
import { toPlain } from "../config/located.ts";
import { mistakesError } from "../config/mistake.ts";
import { readYaml } from "../config/read_yaml.ts";
import type { Manifest } from "../run/manifest.ts";
import { configFile } from "../run/run_directory.ts";
import { checkUnchanged } from "../run/check_unchanged.ts";

/** A value of a config; lists are written as JSON. */
export type Setting = string | number | boolean | null;

/** Values by key path, such as `model.hidden`. */
export type Settings = Readonly<Record<string, Setting>>;

/** The text of a run's `config.yaml`, and its values by key path. */
export const readSettings = Effect.fnUntraced(function* (
  directory: string,
  { hashes }: Manifest,
): Effect.fn.Return<{ readonly config: string; readonly settings: Settings }, InputError> {
  const config = yield* readTextInside(directory, configFile, configLimit);
  yield* checkUnchanged(directory, [{ name: configFile, text: config, written: hashes.config }]);
  const label = join(directory, configFile);
  const read = readYaml(config, { order: 0, label, directory, isFile: true });
  if (Result.isFailure(read)) return yield* mistakesError(read.failure);
  return { config, settings: flatten(toPlain(read.success)) };
});

/** The values of a config by key path; lists and empty maps are written as JSON. */
function flatten(value: unknown, path: readonly string[] = []): Record<string, Setting> {
  if (Predicate.isObject(value) && Object.keys(value).length > 0) {
    return Object.assign(
      {},
      ...Object.entries(value).map(([key, inner]) => flatten(inner, [...path, key])),
    );
  }
  const isScalar = value === null || typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean";
  return { [path.join(".")]: isScalar ? value : JSON.stringify(value) };
}
