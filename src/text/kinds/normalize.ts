import { marks, newMarks } from "./character_classes.ts";

/** Which code points of a text that look alike are the same: `nfc`, or `none` but those alike. */
export type Normalization = "nfc" | "none";

/** Code points below U+0300 but the soft hyphen: text that is normal already. */
const plain = /^[\0-\u00ac\u00ae-\u02ff]*$/;

/**
 * Soft hyphens, marks of direction, word joiners and invisible operators, and a zero-width space
 * within a letter and its accents.
 */
const unseen = new RegExp(
  `[\\u00ad\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f]|(?<!\\u200b)\\u200b+(?=[${marks}])`,
  "gu",
);

const withNewMarks = new RegExp(`[${newMarks}]`, "u");

/** A text without code points that are not seen. The zero-width space parts words, so it stays. */
export const withoutUnseen = (text: string): string =>
  plain.test(text) ? text : text.replace(unseen, "");

/**
 * Unicode's normalization form C, the same in every runtime: text with marks that only some know is
 * left as it is.
 */
export const normalForm = (text: string, normalize: Normalization): string =>
  normalize === "none" || plain.test(text) || withNewMarks.test(text)
    ? text
    : text.normalize("NFC");
