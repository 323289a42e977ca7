import { beforeNumbers, others, titles } from "./abbreviations.ts";
import { lowerCase, pictures, symbols, unspaced } from "../kinds/character_classes.ts";
import { hasWord, letter } from "../kinds/has_word.ts";

/** One picture with what changes or continues it: tints, selectors, flags and joined pictures. */
const picture = "(?:[\\u{1f1e6}-\\u{1f1ff}]{2}|" +
  `[${pictures}](?:[\\ufe0e\\ufe0f\\u{1f3fb}-\\u{1f3ff}\\u{e0020}-\\u{e007f}]|\\u200d[${pictures}]){0,16})`;

/**
 * Pieces of a sentence, before abbreviations and contractions are told apart. A word is at most
 * 256 characters long, then another begins; so the search needs little memory on any text.
 */
const pieces = new RegExp(
  [
    "(?:[A-Za-z]\\.){2,16}", // dotted: U.S., e.g.
    `[0-9]{1,64}(?:[.,:][0-9]{1,64}){1,16}${letter}{0,64}`, // 1,000.50 10:30 3.5kg
    `${letter}{1,256}(?:['’‐‑-]${letter}{1,256}){0,16}(?:\\.(?!\\.))?`, // words with a period perhaps
    picture,
    `[${unspaced}]\\p{M}{0,8}`,
    "([.!?*=_~#…—-])\\1{1,63}", // ... -- ***
    `[${symbols}]`,
  ].join("|"),
  "gu",
);

/** The pieces of a sentence that {@link pieceWords} takes apart, in order; white space is none. */
export function sentencePieces(sentence: string): string[] {
  return sentence.match(pieces) ?? [];
}

/**
 * The words of one piece: the period of an abbreviation or initial stays, any other is a word of
 * its own; contractions are cut as the Penn Treebank does (do n't, it 's).
 */
export function pieceWords(piece: string, lowercase: boolean): string[] {
  const text = lowercase ? lowerCase(piece) : piece;
  if (text.length < 2 || !hasWord(text)) return [text];
  if (text.endsWith(".") && !keepsPeriod(piece)) {
    return [...contraction(text.slice(0, -1)), "."];
  }
  return contraction(text);
}

/** The words of a sentence: words, numbers and signs, each of its own. */
export function splitWords(sentence: string, lowercase: boolean): string[] {
  return sentencePieces(sentence).flatMap((piece) => pieceWords(piece, lowercase));
}

function keepsPeriod(piece: string): boolean {
  const word = piece.slice(0, -1);
  if (/^\p{Lu}$/u.test(word)) return word !== "I";
  if (word.includes(".")) return /^(?:[A-Za-z]\.)+[A-Za-z]$/.test(word);
  const lower = word.toLowerCase();
  return titles.has(lower) || others.has(lower) || (beforeNumbers.has(lower) && lower !== "no");
}

/** `don't` → do, n't; `she'd've` → she, 'd, 've; a word without contraction → itself. */
function contraction(word: string): string[] {
  const ends: string[] = [];
  let stem = word;
  for (;;) {
    const found = /(?<=.)(?:n['’]t|['’](?:s|m|d|re|ve|ll))$/iu.exec(stem);
    if (found === null) return [stem, ...ends];
    ends.unshift(found[0]);
    stem = stem.slice(0, found.index);
  }
}
