/** What is wrong with a command line, in the words of the config's messages. */
import type { CliError } from "effect/cli";

/** One line, or two with the nearest command, without a full stop. */
export function invocationMessage(error: CliError.CliError): string {
  if (error._tag !== "InvalidValue") return error.message.trim().replace(/\.$/, "");
  const { option, value, expected, kind } = error;
  const place = kind === "flag" ? `--${option}` : option;
  if (expected.startsWith("Expected ") && expected.includes(", got ")) {
    return `${place}: ${expected}`;
  }
  const allowed = expected.includes("key=value")
    ? "KEY.PATH=VALUE"
    : expected.replace(/^Expected:? */, "").replaceAll('" | "', '" or "');
  return `${place}: Expected ${allowed}, got ${JSON.stringify(value)}`;
}
