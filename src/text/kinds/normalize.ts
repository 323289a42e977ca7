import { marks, newMarks } from "./character_classes.ts";

/** Which code points of a text that look alike are the same: `nfc`, or `none` but those alike. */
export type Normalization = "nfc" | "none";

/**
 * Text that is normal already: of letters and signs of common scripts that nothing composes with
 * what is before them, and that are seen.
 */
const plain = new RegExp(
  "^[\\0-\\u00ac\\u00ae-\\u02ff" + // Latin
    "\\u0400-\\u0482\\u048a-\\u052f\\u0621-\\u064a" + // Cyrillic, Arabic
    "\\u2010-\\u2027\\u3001-\\u3029\\u3041-\\u3096\\u30a1-\\u30fe" + // quotes, kana
    "\\u4e00-\\u9fff\\uac00-\\ud7a3\\uff01-\\uff9d]*$", // Han, Hangul
);

/** Soft hyphens, marks of direction, word joiners and invisible operators. */
const unseen = /[\u00ad\u200e\u200f\u202a-\u202e\u2060-\u206f]/g;

/** Zero-width spaces before what composes with a letter before them: accents, parts of Hangul. */
const withinLetter = new RegExp(`(?<!\\u200b)\\u200b+(?=[${marks}\\u1160-\\u11ff])`, "gu");

const newMark = new RegExp(`([${newMarks}])`, "u");

/** A text without code points that are not seen. The zero-width space parts words, so it stays. */
export const withoutUnseen = (text: string): string =>
  plain.test(text) ? text : text.replace(unseen, "").replace(withinLetter, "");

/**
 * Unicode's normalization form C, the same in every runtime: nothing moves past a mark that only
 * some know.
 */
export const normalForm = (text: string, normalize: Normalization): string =>
  normalize === "none" || plain.test(text)
    ? text
    : text.split(newMark).map((part) => part.normalize()).join("");
