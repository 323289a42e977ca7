/** Messages for mistakes in a command line, worded like those for a config. */
import type { CliError } from "effect/cli";
import { RefusedValue } from "./commands/refused_value.ts";

/** One line, or two with the nearest command, without a full stop. */
export function invocationMessage(error: CliError.CliError): string {
  if (error._tag !== "InvalidValue") return error.message.trim().replace(/\.$/, "");
  const { option, value, expected, kind } = error;
  const place = kind === "flag" ? `--${option}` : option;
  if (error instanceof RefusedValue) return `${place}: ${expected}`;
  // The library joins choices by strokes, gives other expectations with their first word, and has
  // its own words for numbers.
  const allowed = expected.replace(/^Expected:? */, "").replaceAll('" | "', '" or "')
    .replace("a string representing a finite number", "a number")
    .replace("an integer", "a whole number");
  return `${place}: Expected ${allowed}, got ${value === "" ? "nothing" : JSON.stringify(value)}`;
}
