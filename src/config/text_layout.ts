/** Positions of a text value's lines in its file. */
import type { Scalar } from "yaml";
import type { TextLayout } from "./located.ts";
import type { Place } from "./place.ts";

/**
 * The layout of a block text (`|`) or of a text on one line; folded texts and quoted ones of many
 * lines have none, since their lines are not those of the file.
 *
 * @param value the text
 * @param place where it begins
 * @param text the whole file
 */
export function textLayout(
  node: Scalar,
  value: string,
  place: Place,
  text: string,
): TextLayout | undefined {
  const [start, end] = node.range ?? [0, 0];
  if (node.type === "BLOCK_LITERAL") {
    const first = value.split("\n").findIndex((line) => line.trim() !== "");
    if (first < 0) return undefined;
    const written = text.slice(start, end).split(/\r?\n/)[first + 1] ?? "";
    const indent = written.length - value.split("\n")[first]!.length;
    return indent >= 0 ? { line: place.line + 1, indent } : undefined;
  }
  if (node.type === "BLOCK_FOLDED" || text.slice(start, end).includes("\n")) {
    return undefined;
  }
  const quote = node.type === "PLAIN" ? 0 : 1;
  return { line: place.line, indent: place.column - 1 + quote };
}
