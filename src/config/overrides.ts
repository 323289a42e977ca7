/** Values given on the command line: `--set a.b=v` and flags that stand for a key. */
import { Result } from "effect";
import { cwd } from "node:process";
import type { Located, LocatedEntry } from "./located.ts";
import { merge } from "./merge.ts";
import type { Mistake } from "./mistake.ts";
import type { Source } from "./place.ts";
import { hasComment, readYaml } from "./read_yaml.ts";

/** A key path, a value, and the flag as it was typed. */
export interface Override {
  readonly path: string;
  readonly value: string;
  /** Whether the value is the text itself rather than YAML. */
  readonly isText?: boolean;
  readonly flag: string;
}

/**
 * The overrides of `--set`, from key paths to values as typed.
 *
 * @param texts key paths whose values are texts as they are, such as names of files, unless all of
 *   the value is in quotes; values of all others are YAML
 */
export function setOverrides(
  set: Readonly<Record<string, string>>,
  texts: readonly string[],
): readonly Override[] {
  return Object.entries(set).map(([path, value]) => ({
    path,
    value,
    isText: texts.includes(path) && value !== "" && !isQuoted(value),
    flag: `--set ${path}=${value}`,
  }));
}

const isQuoted = (value: string): boolean => /^(["']).*\1$/s.test(value);

/**
 * All overrides as one config, or undefined where there are none.
 *
 * @param order rank of the first flag in reports
 */
export function readOverrides(
  overrides: readonly Override[],
  order: number,
): Result.Result<Located | undefined, readonly Mistake[]> {
  let merged: Located | undefined;
  const mistakes: Mistake[] = [];
  for (const [index, override] of overrides.entries()) {
    const read = readOverride(override, order + index);
    if (Result.isFailure(read)) mistakes.push(...read.failure);
    else merged = merged ? merge(merged, read.success, undefined) : read.success;
  }
  return mistakes.length > 0 ? Result.fail(mistakes) : Result.succeed(merged);
}

function readOverride(
  { path, value, flag, isText = false }: Override,
  order: number,
): Result.Result<Located, readonly Mistake[]> {
  const source: Source = {
    order,
    label: flag.replaceAll(/\s+/g, " "),
    directory: cwd(),
    isFile: false,
  };
  const place = { source, line: 1, column: 1 };
  const keys = path.split(".");
  if (keys.some((key) => key.trim() === "" || key === "__proto__")) {
    return Result.fail([{
      place,
      path: [],
      message: `Expected keys joined by dots such as model.hidden, got ${JSON.stringify(path)}`,
    }]);
  }
  if (!isText && hasComment(value)) {
    const message = 'YAML takes " #" and what follows for a comment, put the text that holds it ' +
      "in quotes";
    return Result.fail([{ place, path: keys, message }]);
  }
  return Result.map(
    isText
      ? Result.succeed<Located>({ kind: "scalar", place, value })
      : readYaml(value, source, keys),
    (located) =>
      keys.reduceRight<Located>((inner, key) => ({
        kind: "map",
        place,
        entries: new Map<string, LocatedEntry>([[key, {
          key: place,
          value: inner,
        }]]),
      }), located),
  );
}
