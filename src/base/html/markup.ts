/**
 * Writes HTML and SVG with all text escaped, because a run's name and config may come from anybody.
 */
import { escapeControls } from "../terminal/printable.ts";

/** A piece of a page, written as it is. Only {@link markup} and {@link join} make them. */
export interface Html {
  readonly text: string;
}

/** What a template may contain; undefined is nothing, numbers and strings are escaped. */
export type Content = Html | string | number | undefined | readonly Content[];

/** A template of HTML: what is put in is escaped, for elements and for attributes in quotes. */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const text = parts.map((part, i) => i === 0 ? part : write(contents[i - 1]) + part).join("");
  return { text };
}

function write(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "string" || typeof content === "number") return escape(`${content}`);
  if (isList(content)) return content.map(write).join("");
  return content.text;
}

const isList = (content: Html | readonly Content[]): content is readonly Content[] =>
  Array.isArray(content);

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Characters that mean something in HTML, and control characters, which it may not hold. */
function escape(text: string): string {
  return escapeControls(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
