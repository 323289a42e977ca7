import { cutOf, longestSentence, type SentenceSplitter } from "../sentences/sentence_splitter.ts";
import { beforeNumbers, firstWords, others, titles } from "./abbreviations.ts";

/** UTF-16 units that must follow a possible end before it is judged. */
const lookahead = 256;

/** UTF-16 units before a period that are searched for an abbreviation. */
const lookbehind = 32;

/** Marks that end a sentence without a space after them. */
const fullWidth = /[。！？｡．]/u;

/**
 * Places that may end a sentence: marks with the quotes and brackets that close after them, or an
 * empty line. Every repetition is bounded, so time is linear whatever the text.
 */
const candidates =
  /(?<mark>[.!?…‥。！？｡．؟۔।॥።]{1,64})["'”’»›)\]}」』）*_]{0,16}|\n[^\S\n]{0,64}\n|\u2029/gu;

/**
 * What follows a possible end: space, anything that opens, and the first character of the next
 * word.
 */
const continuation = /^\s+(?:["'“‘«‹([{「『（¿¡*_—–-]|\s)*(?<first>.)(?<rest>[\p{L}\p{M}]*)/su;

const wordBefore = /[\p{L}\p{M}\p{N}.&]+$/u;

/**
 * Sentences by the rules of versions 1 and 2.
 *
 * Sentences end at `.`, `!`, `?` and their kin followed by a space and anything but a small letter,
 * and at empty lines; a line break alone is a space. Not at the periods of titles (`Mr.`), initials
 * (`J. Smith`) and numbered things (`No. 5`); after other abbreviations (`etc.`, `U.S.`) only
 * before a word that often starts a sentence. Sentences come with single spaces and none around
 * them, never empty, and the same however the text was cut into pieces.
 */
export function earlierSplitter(): SentenceSplitter {
  let buffer = ""; // starts with the sentence that has not ended
  let scanned = 0; // no end lies before this

  const advance = (final: boolean): string[] => {
    const sentences: string[] = [];
    const emit = (from: number, to: number) => {
      const sentence = buffer.slice(from, to).replace(/\s+/gu, " ").trim();
      if (sentence !== "") sentences.push(sentence);
    };
    let start = 0;
    for (;;) {
      candidates.lastIndex = scanned;
      const match = candidates.exec(buffer);
      // Without a match the last characters may still be the beginning of an empty line.
      const at = match?.index ?? Math.max(scanned, buffer.length - 66);
      const end = match === null ? buffer.length : at + match[0].length;
      if (end > start + longestSentence && buffer.length >= start + longestSentence + lookahead) {
        const cut = cutOf(buffer, start);
        emit(start, cut);
        start = cut;
        scanned = Math.max(at, cut);
        continue;
      }
      if (match === null || (!final && end + lookahead > buffer.length)) {
        scanned = Math.max(at, start);
        break;
      }
      scanned = end;
      const mark = match.groups?.["mark"];
      if (mark === undefined || endsSentence(buffer, start, at, mark, end)) {
        emit(start, end);
        start = end;
      }
    }
    if (final) emit(start, buffer.length);
    buffer = final ? "" : buffer.slice(start);
    scanned = final ? 0 : scanned - start;
    return sentences;
  };

  return {
    push: (text) => {
      buffer += text;
      return advance(false);
    },
    end: (text = "") => {
      buffer += text;
      return advance(true);
    },
  };
}

function endsSentence(
  buffer: string,
  start: number,
  at: number,
  mark: string,
  end: number,
): boolean {
  if (fullWidth.test(mark.slice(-1))) return true;
  const after = buffer.slice(end, end + lookahead);
  if (after === "") return true;
  if (!/^\s/u.test(after)) return false;
  const groups = continuation.exec(after)?.groups;
  const first = groups?.["first"];
  if (first === undefined) return true;
  if (/\p{Ll}/u.test(first)) return false;
  // Only a plain period can belong to an abbreviation, even within closing quotes or brackets.
  if (mark !== ".") return true;
  const before = wordBefore.exec(buffer.slice(Math.max(start, at - lookbehind), at))?.[0];
  if (before === undefined) return true;
  const word = before.toLowerCase();
  if (titles.has(word)) return false;
  if (beforeNumbers.has(word) && /\p{N}/u.test(first)) return false;
  const initial = /^\p{Lu}$/u.test(before) && before !== "I";
  const dotted = /^(?:\p{L}\.)+\p{L}$/u.test(before);
  if (initial || dotted || others.has(word)) {
    return firstWords.has((first + (groups?.["rest"] ?? "")).toLowerCase());
  }
  return true;
}
