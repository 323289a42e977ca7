/** Which runs of a list are wanted. */
import { Result, Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { nearest } from "../config/nearest.ts";
import type { KeyedRun } from "./list_runs.ts";
import type { Setting } from "./run_settings.ts";

/**
 * Values that runs must have, each under `name`, `status` or a key of the config such as
 * `model.cell`; `*` in a value stands for any characters.
 */
export type Conditions = Readonly<Record<string, string>>;

/** Keys that need no config. */
const ownKeys = ["name", "status"];

/** Whether conditions are about more than what every list has. */
export const needSettings = (conditions: Conditions): boolean =>
  Object.keys(conditions).some((key) => !ownKeys.includes(key));

/** The runs that meet all conditions. Errors: a key that no run has. */
export function filterRuns<R extends KeyedRun>(
  runs: readonly R[],
  conditions: Conditions,
): Result.Result<readonly R[], UnknownCondition> {
  const keys = new Set([...ownKeys, ...runs.flatMap(({ settings }) => Object.keys(settings))]);
  const unknown = Object.keys(conditions).find((key) => !keys.has(key));
  if (unknown !== undefined && runs.length > 0) {
    const last = [...keys].find((key) => key.endsWith(`.${unknown}`));
    return Result.fail(
      new UnknownCondition({ key: unknown, suggestion: last ?? nearest(unknown, keys) }),
    );
  }
  const tests = Object.entries(conditions).map(([key, value]) => ({ key, test: tester(value) }));
  return Result.succeed(
    runs.filter((run) => tests.every(({ key, test }) => test(valueOf(run, key)))),
  );
}

const valueOf = ({ name, status, settings }: KeyedRun, key: string): Setting | undefined =>
  key === "status"
    ? status
    : key === "name"
    ? name
    : Object.hasOwn(settings, key)
    ? settings[key]
    : undefined;

/** Numbers are compared as numbers: `1e-2` is `0.01`. */
function tester(wanted: string): (value: Setting | undefined) => boolean {
  const pieces = wanted.split("*").map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${pieces.join(".*")}$`, "s");
  return (value) =>
    value !== undefined &&
    (pattern.test(String(value)) || typeof value === "number" && value === Number(wanted));
}

/** A key under which no run has a value. */
export class UnknownCondition extends InputError.extend<UnknownCondition>("UnknownCondition")({
  _tag: Schema.tag("UnknownCondition"),
  key: Schema.String,
  suggestion: Schema.UndefinedOr(Schema.String),
}) {
  override get message(): string {
    const { key, suggestion } = this;
    const meant = suggestion === undefined ? "" : `, did you mean "${suggestion}"?`;
    return `--where: No run has a key "${key}"${meant}`;
  }
}
