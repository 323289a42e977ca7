/** Words for what a schema allows, and for the value found instead. */
import type { SchemaAST } from "effect";
import { keysOf, kindOf } from "./schema_tree.ts";

/** Longest piece of a user's text that a message quotes. */
const quoteLimit = 60;

/** What a schema allows, as a phrase after "Expected". */
export function expectation(ast: SchemaAST.AST): string {
  const annotations = ast.checks?.at(-1)?.annotations ?? ast.annotations;
  const expected = annotations?.expected;
  if (typeof expected === "string") return expected;
  switch (ast._tag) {
    case "String":
      return "text";
    case "Number":
      return "a number";
    case "Boolean":
      return "true or false";
    case "Literal":
      return JSON.stringify(String(ast.literal));
    case "Union": {
      const kinds = ast.types.flatMap((type) => kindOf(type) ?? []);
      if (kinds.length === ast.types.length) return `a map of kind ${either(kinds)}`;
      return either([...new Set(ast.types.map(expectation))]);
    }
    case "Arrays":
      return "a list";
    case "Objects": {
      const keys = keysOf(ast);
      return keys.length === 0 ? "a map" : `a map (${keys.join(", ")})`;
    }
    default:
      return "another value";
  }
}

/** `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** The value found: a number as it is, a text in quotes, larger values by their kind. */
export function quote(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty list" : "a list";
  }
  if (typeof value === "object") {
    return Object.keys(value).length === 0 ? "an empty map" : "a map";
  }
  if (typeof value === "number") {
    return Number.isNaN(value) ? ".nan" : String(value).replace("Infinity", ".inf");
  }
  if (typeof value !== "string") return String(value);
  const letters = [...value];
  return JSON.stringify(
    letters.length > quoteLimit ? `${letters.slice(0, quoteLimit).join("")}…` : value,
  );
}
