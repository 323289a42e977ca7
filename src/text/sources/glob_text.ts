/** Text that may be a glob: which of its characters are literal, and which are patterns. */
import { sep } from "node:path";

/** A text as a glob that matches nothing else. */
export const escapeGlob = (text: string): string => text.replace(/[*?[{]/g, "[$&]");

/** The text that {@link escapeGlob} was given. */
export const unescapeGlob = (glob: string): string => glob.replace(/\[([*?[{])\]/g, "$1");

/** Whether something in a text stands for more than itself. */
export const isGlob = (text: string): boolean => /[*?[{]/.test(text.replace(/\[[*?[{]\]/g, ""));

/**
 * A glob in two parts: the folders before the first pattern, literally, and the rest. The first
 * part is never read as a pattern, whatever characters it has.
 */
export function splitGlob(glob: string): { readonly folder: string; readonly pattern: string } {
  const parts = glob.split(sep === "/" ? "/" : /[\\/]/);
  const first = parts.findIndex(isGlob);
  const count = first < 0 ? parts.length - 1 : first;
  const folder = parts.slice(0, count).map(unescapeGlob).join("/");
  return {
    folder: count > 0 && folder === "" ? "/" : folder,
    pattern: parts.slice(count).join("/"),
  };
}
