/** Inspects a plain value of unknown shape. */

import { Predicate } from "effect";

/** The value at a key path, or undefined. */
export function get(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => Predicate.isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined,
    value,
  );
}

/** A copy with `change` applied to the value at a key path; unchanged if there is none. */
export function update(
  value: unknown,
  path: readonly string[],
  change: (value: unknown) => unknown,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (!Predicate.isObject(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: update(value[key], rest, change) };
}
