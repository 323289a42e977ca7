/** Places of a text that may end a sentence. */

/** Marks that need a space after them, and their kin that stand one after the other: `?!`, `...`. */
const spaced = ".!?…‥؟۔";

/** Marks of scripts that need no space: full-width, Devanagari, Armenian, Burmese, Khmer, Ethiopic, Tibetan. */
const unspaced = "。！？｡．।॥։။។៕።፧፨།༎";

/** Greek writes its question mark as a semicolon. */
const greek = "[;\\u037e](?<=\\p{Script=Greek}.)";

/** Quotes and brackets that close right after a mark. */
const closing = `"'”’»›)\\]}」』）】》〉〕*_`;

/** After a mark that a space must follow, so do quotes that open in other languages: „Ja!“ */
const closingToo = "“‘«‹‟‛";

/** One line end. */
const lineEnd = "(?:\\r\\n|\\n|\\r(?!\\n))";

/**
 * UTF-16 units that may be the beginning of a candidate without being one yet: an empty line with
 * 64 blanks.
 */
export const longestBeginning = 72;

/** Whether a mark needs no space after it. */
export const unspacedMark = new RegExp(`[${unspaced}]`, "u");

/**
 * A mark (`mark`) with the quotes and brackets that close after it, a line end that an item of a
 * list follows (`item`), or an empty line. The marks of one ellipsis may be spaced (`. . .`), and
 * so may a closing quote (`! »`). Every repetition is bounded, so time is linear whatever the text.
 */
export const candidates = new RegExp(
  [
    `(?<own>[${spaced}]{0,16}[${unspaced}][${spaced}${unspaced}]{0,47})[${closing}]{0,16}`,
    `(?<mark>[${spaced}]{1,64}(?:[ \\u00a0\\u202f][.!?…](?![\\p{L}\\p{N}])){0,15}|${greek})` +
    `[${closing}${closingToo}]{0,16}(?:[ \\u00a0\\u202f]{1,2}(?:[»›”]|'')(?![\\p{L}\\p{N}]))?`,
    `${lineEnd}[^\\S\\r\\n]{0,64}${lineEnd}`,
    "\\u2029",
    `${lineEnd}[^\\S\\r\\n]{0,16}(?=(?<item>[0-9]{1,3})[.)]\\s)`,
  ].join("|"),
  "gu",
);
