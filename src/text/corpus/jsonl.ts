import { Predicate, Result, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { excerpt, nameList } from "../sources/excerpt.ts";
import { type Line, readLines } from "./lines.ts";

/** A line that is not the object that was expected. */
class UnfitJsonLine extends InputError.extend<UnfitJsonLine>("UnfitJsonLine")({
  _tag: Schema.tag("UnfitJsonLine"),
  file: Schema.String,
  line: Schema.Number,
  fault: Schema.Union([
    /** `got` is how the line begins. */
    Schema.Struct({ kind: Schema.Literal("no object"), got: Schema.String }),
    Schema.Struct({
      kind: Schema.Literal("no field"),
      field: Schema.String,
      has: Schema.Array(Schema.String),
    }),
    Schema.Struct({ kind: Schema.Literal("no text"), field: Schema.String, got: Schema.String }),
  ]),
}) {
  override get message(): string {
    return `${this.file}:${this.line}: ${describe(this.fault)}`;
  }
}

function describe(fault: UnfitJsonLine["fault"]): string {
  switch (fault.kind) {
    case "no object":
      return `Expected a JSON object, got ${fault.got}`;
    case "no field":
      return `Missing field ${JSON.stringify(fault.field)}; the object has ${nameList(fault.has)}`;
    case "no text":
      return `Expected text in field ${JSON.stringify(fault.field)}, got ${fault.got}`;
  }
}

/**
 * One text field of JSON objects, one object per line; blank lines are skipped. Lone surrogates,
 * which no UTF-8 file could hold again, become U+FFFD. Throws an {@link InputError} with file and
 * line for a line that is no object and for a field that is missing or not text.
 */
export async function* readJsonLines(
  name: string,
  chunks: AsyncIterable<string>,
  field: string,
): AsyncGenerator<Line[]> {
  for await (const lines of readLines(chunks, name)) {
    const found: Line[] = [];
    for (const { text, line } of lines) {
      if (text.trim() === "") continue;
      const content = fieldOf(text, field);
      if (Result.isFailure(content)) {
        throw new UnfitJsonLine({ file: name, line, fault: content.failure });
      }
      found.push({ text: content.success.toWellFormed(), line });
    }
    if (found.length > 0) yield found;
  }
}

function fieldOf(text: string, field: string): Result.Result<string, UnfitJsonLine["fault"]> {
  const parsed = Result.try((): unknown => JSON.parse(text));
  if (Result.isFailure(parsed) || !Predicate.isObject(parsed.success)) {
    return Result.fail({ kind: "no object", got: excerpt(text) });
  }
  const value = parsed.success;
  if (!Object.hasOwn(value, field)) {
    return Result.fail({ kind: "no field", field, has: Object.keys(value) });
  }
  const content: unknown = Reflect.get(value, field);
  return typeof content === "string"
    ? Result.succeed(content)
    : Result.fail({ kind: "no text", field, got: shown(content) });
}

/** The beginning of a value as JSON. */
function shown(value: unknown): string {
  try {
    return excerpt(JSON.stringify(value));
  } catch {
    return "something nested too deeply";
  }
}
