/** What a message says, where it may name lines of the text that it is about. */

/** A line, from 1, of the text that a message is about. It is shown as a line of the file. */
export interface TextLine {
  readonly line: number;
}

export type Wording = string | readonly (string | TextLine)[];

/** A template: text, numbers, lines, and other wordings within. */
export function wording(
  strings: TemplateStringsArray,
  ...values: readonly (number | TextLine | Wording)[]
): Wording {
  const parts = strings.flatMap((text, i) => {
    const value = values[i];
    if (value === undefined) return [text];
    return typeof value === "number" ? [text, String(value)] : [text, value].flat();
  });
  return parts.every((part) => typeof part === "string") ? parts.join("") : parts;
}

/**
 * A wording as text.
 *
 * @param shown the number that a line of the text is shown as
 */
export const inWords = (said: Wording, shown: (line: number) => number = (line) => line): string =>
  typeof said === "string"
    ? said
    : said.map((part) => typeof part === "string" ? part : `line ${shown(part.line)}`).join("");
