/**
 * Classes of characters for regular expressions (flag `u`), the same in every runtime: Deno knows
 * Unicode 16 and Bun Unicode 17, so whatever differs between them is spelt out here, and letters
 * are what is left over rather than `\p{L}`.
 */

/** Symbols and punctuation that came with Unicode 17. */
const newSymbols =
  "\\u20c1\\u2b96\\ufbc3-\\ufbd2\\ufd90\\ufd91\\ufdc8-\\ufdce\\u{10ed0}-\\u{10ed8}" +
  "\\u{1ccfa}-\\u{1ccfc}\\u{1ceba}-\\u{1ced0}\\u{1cee0}-\\u{1cef0}\\u{1f6d8}\\u{1f777}-\\u{1f77a}" +
  "\\u{1f8d0}-\\u{1f8d8}\\u{1fa54}-\\u{1fa57}\\u{1fa8a}\\u{1fa8e}\\u{1fac8}\\u{1facd}\\u{1faea}" +
  "\\u{1faef}\\u{1fbfa}";

/** Punctuation and symbols. */
export const symbols = `\\p{P}\\p{S}${newSymbols}`;

/** White space, control characters, and marks of direction, which carry no text. */
export const blanks = "\\s\\p{Cc}\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff";

/** Scripts written without spaces between words (Han, Hiragana, Thai, Lao, Burmese, Khmer). */
export const unspaced =
  "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3041-\\u309f" +
  "\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3fffd}";

/** Pictures that may be parts of a longer emoji, by their blocks. */
export const pictures = "\\u231a-\\u23ff\\u2600-\\u27bf\\u2b05-\\u2b55\\u{1f000}-\\u{1faff}";

/** Combining marks that came with Unicode 17. */
export const newMarks = "\\u1acf-\\u1add\\u1ae0-\\u1aeb\\u{10efa}\\u{10efb}\\u{11b60}-\\u{11b67}" +
  "\\u{1e6e3}\\u{1e6e6}\\u{1e6ee}\\u{1e6ef}\\u{1e6f5}";

/** Combining marks. */
export const marks = `\\p{M}${newMarks}`;

const newCapital = "\\ua7ce\\ua7d2\\ua7d4\\u{16ea0}-\\u{16eb8}";

/** Letters with a capital or small form, which Unicode 17 added: never lowercased. */
const newCapitals = new RegExp(`[${newCapital}]`, "u");

/** A capital and a small letter, those aside that Unicode 17 added. */
export const capital = `(?:(?![${newCapital}])\\p{Lu})`;
export const small = "(?:(?![\\u0295\\ua7cf\\u{16ebb}-\\u{16ed3}])\\p{Ll})";

/** White space between words; control characters count as such. */
export const white = "\\s\\p{Cc}";

/** Lower case in the same way in every runtime. */
export function lowerCase(text: string): string {
  if (!newCapitals.test(text)) return text.toLowerCase();
  return Array.from(text, (c) => newCapitals.test(c) ? c : c.toLowerCase()).join("");
}
