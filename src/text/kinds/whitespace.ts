import {
  buildVocabulary,
  sentenceEnd,
  sentenceStart,
  unknownToken,
} from "../vocabulary/vocabulary.ts";
import { lowerCase } from "./character_classes.ts";
import { codePoints } from "./code_points.ts";
import type { Cutter, Emit, NumberOf, TokenKind } from "./token_kind.ts";
import { mostWords, TooManyWords } from "./too_many_words.ts";
import { utf8Length } from "./utf8_length.ts";

/** How text that is tokenized already is read. */
export interface WhitespaceSettings {
  /** Most tokens, special ones among them; undefined for all. */
  readonly vocabulary?: number | undefined;
  readonly lowercase: boolean;
  /** The corpus's own token for rare words. */
  readonly unknown?: string | undefined;
  /** Whether contiguous text has a token for the end of each line. */
  readonly end: "line" | "none";
}

/** Tokens as they stand between white space. */
export const whitespaceKind = (
  { vocabulary, lowercase, unknown, end }: WhitespaceSettings,
): TokenKind => {
  const special = new Map(unknown === undefined ? [] : [[unknown, unknownToken]]);
  const tokenOf = (text: string): string =>
    special.get(text) ?? escaped(lowercase ? lowerCase(text) : text);
  return {
    noun: "words",
    isStream: end === "none",
    isRead: () => true,
    cutter: (numberOf) => whitespaceCutter(tokenOf, numberOf),
    learn: (symbols, counts, names) => buildVocabulary(symbols, counts, vocabulary, names),
    speller: () => (token, begins) => {
      const text = token === unknownToken ? unknown ?? token : unescaped(token);
      return begins ? text : ` ${text}`;
    },
  };
};

/** Words of a text that look like the name of a special token, with marks before it or without. */
const looksSpecial = new RegExp(`^\\\\*(?:${sentenceStart}|${sentenceEnd}|${unknownToken})$`);

/** A word that looks like a special token gets a mark more. */
const escaped = (word: string): string => looksSpecial.test(word) ? `\\${word}` : word;

const unescaped = (token: string): string =>
  token.startsWith("\\") && looksSpecial.test(token) ? token.slice(1) : token;

/**
 * Emits every word with the white space before it; the last of a sentence or stream with that after
 * it too. The last word of a piece is held back, since it may go on.
 */
function whitespaceCutter(tokenOf: (text: string) => string, numberOf: NumberOf): Cutter {
  let held = ""; // the last word, with the white space before and after it
  const number = (text: string): number => {
    const found = numberOf(tokenOf(text));
    if (found >= mostWords) throw new TooManyWords({ limit: mostWords });
    return found;
  };
  const emitWord = (whole: string, word: string, emit: Emit) =>
    emit(number(word), codePoints(whole), utf8Length(whole));
  return {
    cut: (text, emit) => {
      const read = held + text;
      let start = 0, end = 0, word = ""; // the word before, and the white space before it
      for (const { 0: next, index } of read.matchAll(/\S+/g)) {
        if (word !== "") emitWord(read.slice(start, end), word, emit);
        start = end;
        end = index + next.length;
        word = next;
      }
      held = read.slice(start);
    },
    end: (emit) => {
      const word = held.trim();
      if (word !== "") emitWord(held, word, emit);
      held = "";
    },
  };
}
