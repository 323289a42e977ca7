/** What a config says that its defaults don't. */
import { Predicate, Result } from "effect";
import { decode } from "../config/decode.ts";
import { encodeExperiment } from "./format_experiment.ts";
import { Experiment } from "./schema.ts";

/** Keys without a default. */
const own = new Set(["name", "npm", "files", "path", "cell", "cells", "from", "gates"]);

/** Where other keys, and their defaults, depend on a key of this name. */
const kind = "kind";

/**
 * The paths of keys whose values are no defaults, in the order of the config; undefined where it is
 * none of this version's.
 *
 * @param config with every key, as a run has it
 */
export function changedKeys(
  config: Readonly<Record<string, unknown>>,
): readonly (readonly [path: string, value: unknown])[] | undefined {
  const plainest = defaultsOf(only(config, (key) => own.has(key)));
  const usual = defaultsOf(only(config, (key) => own.has(key) || key === kind));
  if (plainest === undefined || usual === undefined) return undefined;
  return leaves(config).filter(([path, value]) => {
    const keys = path.split(".");
    if (keys.some((key) => own.has(key))) return JSON.stringify(value) !== "{}";
    const other = keys.at(-1) === kind ? plainest : usual;
    return JSON.stringify(other.get(path)) !== JSON.stringify(value);
  });
}

function defaultsOf(config: unknown): ReadonlyMap<string, unknown> | undefined {
  const decoded = decode(Experiment, config);
  return Result.isFailure(decoded) ? undefined : new Map(leaves(encodeExperiment(decoded.success)));
}

/** The keys that are wanted, with all that is under them. */
function only(
  value: Readonly<Record<string, unknown>>,
  isWanted: (key: string) => boolean,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (isWanted(key)) return [[key, inner]];
      if (!Predicate.isObject(inner) || Array.isArray(inner)) return [];
      const rest = only(inner as Record<string, unknown>, isWanted);
      return Object.keys(rest).length > 0 ? [[key, rest]] : [];
    }),
  );
}

/** Values that are no maps, by their paths. */
const leaves = (value: unknown, path = ""): readonly (readonly [string, unknown])[] =>
  Predicate.isObject(value) && !Array.isArray(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, inner]) =>
      leaves(inner, path === "" ? key : `${path}.${key}`)
    )
    : [[path, value]];
