import { Predicate } from "effect";
import { InputError } from "../../base/errors.ts";
import { excerpt, nameList } from "../sources/excerpt.ts";
import { type Line, readLines } from "./lines.ts";

/**
 * One text field of JSON objects, one object a line; blank lines are skipped. Lone surrogates,
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
      const problem = (message: string) =>
        new InputError({ message: `${name}:${line}: ${message}` });
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        throw problem(`Expected a JSON object, got ${excerpt(text)}`);
      }
      if (!Predicate.isObject(value)) {
        throw problem(`Expected a JSON object, got ${excerpt(text)}`);
      }
      if (!Object.hasOwn(value, field)) {
        const keys = nameList(Object.keys(value));
        throw problem(`Missing field ${JSON.stringify(field)}; the object has ${keys}`);
      }
      const content: unknown = Reflect.get(value, field);
      if (typeof content !== "string") {
        throw problem(
          `Expected text in field ${JSON.stringify(field)}, got ${shown(content)}`,
        );
      }
      found.push({ text: content.toWellFormed(), line });
    }
    if (found.length > 0) yield found;
  }
}

/** The beginning of a value as JSON. */
function shown(value: unknown): string {
  try {
    return excerpt(JSON.stringify(value));
  } catch {
    return "something nested too deeply";
  }
}
