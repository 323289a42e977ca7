/** Longest line of a message, in UTF-16 units. */
const longestLine = 2000;

/**
 * A text made safe for a terminal or a page: control characters and characters that change the
 * direction of text become escapes, except for tabs and line breaks. In JSON such an escape means
 * the character that it stands for.
 */
export function escapeControls(text: string): string {
  return text.toWellFormed().replace(
    /\r(?!\n)|(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu,
    written,
  );
}

/** {@link escapeControls}, tabs and line breaks too. */
export function oneLine(text: string): string {
  return escapeControls(text).replace(/[\t\n\r]/g, written);
}

const written = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A message, which may quote files of others: {@link escapeControls}, and long lines cut. */
export function printable(message: string): string {
  return message.split("\n").map((line) =>
    escapeControls(line.length > longestLine ? `${line.slice(0, longestLine)}…` : line)
  ).join("\n");
}
