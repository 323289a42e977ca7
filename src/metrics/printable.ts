/** Longest line of a message, in UTF-16 units. */
const longestLine = 2000;

/**
 * A message that may quote files of others, as it can be shown on a terminal: control characters
 * and those that turn the direction of writing are written as escapes, and long lines end with an
 * ellipsis.
 */
export function printable(message: string): string {
  return message.split("\n").map((line) => {
    const short = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
    return short.toWellFormed().replace(
      /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  }).join("\n");
}
