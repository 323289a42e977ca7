/** The command that runs a trial by itself, at full length. */
import type { Assignment, Scalar } from "./space.ts";

/**
 * @param config path of the experiment's file
 * @param runs the folder of run directories, where it is not the usual one
 * @param code whether the experiment names a file of gates
 */
export function rerunCommand(
  config: string,
  values: Assignment,
  runs?: string,
  code = false,
): string {
  return [
    "deno task run",
    quoted(config),
    ...Object.entries(values).map(([path, value]) => `--set ${quoted(`${path}=${yaml(value)}`)}`),
    ...(runs === undefined ? [] : [`--runs ${quoted(runs)}`]),
    ...(code ? ["--allow-code"] : []),
  ].join(" ");
}

/** A value as YAML that reads as the same value. */
const yaml = (value: Scalar): string =>
  typeof value === "string" &&
    !/^(?!(?:true|false|null|yes|no|on|off)$)[a-z][\w./ -]*$/i.test(value)
    ? JSON.stringify(value)
    : String(value);

/** A word of a shell's command line. */
export const quoted = (word: string): string =>
  /^[\w./=,:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
