import { type Schema, SchemaIssue } from "effect";

const format = SchemaIssue.makeFormatterStandardSchemaV1();

/** What a schema rejected, on one line: `outcome.steps: Expected …; seed: Missing key`. */
export function describeSchemaError(error: Schema.SchemaError): string {
  try {
    return describe(error);
  } catch {
    // What was given is nested so deeply that it can't be shown.
    return "It is nested too deeply";
  }
}

function describe(error: Schema.SchemaError): string {
  const { issues } = format(error.issue);
  const shown = issues.slice(0, 5).map(({ message, path }) => {
    const keys = (path ?? []).map((key) => String(typeof key === "object" ? key.key : key));
    const line = message.replaceAll(/\s+/g, " ").slice(0, 200);
    return keys.length === 0 ? line : `${keys.join(".").slice(0, 200)}: ${line}`;
  });
  const more = issues.length - shown.length;
  return shown.join("; ") + (more > 0 ? `; and ${more} more` : "");
}
