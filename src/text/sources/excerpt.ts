import { formatCount } from "../../base/terminal/format_number.ts";

/** The first `length` characters of a text that a message quotes, with an ellipsis for the rest. */
export function excerpt(text: string, length = 40): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Most names that a message lists. */
const mostNames = 20;

/** Names in quotes, or `none`; the result stays short however many and long they are. */
export function nameList(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, mostNames).map((name) => JSON.stringify(excerpt(name)));
  const rest = names.length - shown.length;
  return shown.join(", ") + (rest > 0 ? ` and ${formatCount(rest)} more` : "");
}
