import { blanks, pictures, symbols, unspaced } from "./character_classes.ts";

/** Letters and digits: anything but blanks, symbols, pictures and signs of unspaced scripts. */
export const letter = `[^${blanks}${symbols}${unspaced}${pictures}]`;

const anyWord = new RegExp(`[${unspaced}${pictures}]|${letter}`, "u");

/** Whether a text holds a word (a letter, digit or picture) and not signs alone. */
export function hasWord(text: string): boolean {
  return anyWord.test(text);
}
