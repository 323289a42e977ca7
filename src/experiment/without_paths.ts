import { Predicate } from "effect";
import { fileKeysOf, packageKeys } from "./file_keys.ts";
import { update } from "../config/plain_value.ts";

/**
 * A plain experiment without its file paths, to compare two experiments whose bytes are compared
 * anyway: a text that was moved, or put into a package, is the same text.
 */
export function withoutPaths(plain: unknown): unknown {
  return [...fileKeysOf(plain).map(({ path }) => path), ...packageKeys].reduce<unknown>(
    (value, path) => dropped(value, path.slice(0, -1), path.at(-1)!),
    plain,
  );
}

/** Of whole files kept for validation and test it counts which there are. */
const dropped = (plain: unknown, parent: readonly string[], key: string): unknown =>
  update(plain, parent, (map) => {
    if (!Predicate.isObject(map) || !Object.hasOwn(map, key)) return map;
    if (parent.at(-1) === "files") return { ...map, [key]: "" };
    const { [key]: _, ...rest } = map;
    return rest;
  });
