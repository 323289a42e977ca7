/** Text that may be a glob: where its signs stand for themselves, and where they don't. */
import { sep } from "node:path";

/** A text as a glob that matches nothing else. */
export const escapeGlob = (text: string): string => text.replace(/[*?[{]/g, "[$&]");

/** The text that {@link escapeGlob} was given. */
export const unescapeGlob = (glob: string): string => glob.replace(/\[([*?[{])\]/g, "$1");

/** Whether something in a text stands for more than itself. */
export const isGlob = (text: string): boolean => /[*?[{]/.test(text.replace(/\[[*?[{]\]/g, ""));

/**
 * A glob in two: the folders before the first that is a pattern, as they are named, and the rest.
 * The first is never read as a pattern, whatever signs are in its names.
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
