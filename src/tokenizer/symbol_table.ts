import { lowerCase } from "./character_classes.ts";
import { InputError } from "../errors.ts";
import { sentenceEnd, sentenceStart, unknownToken } from "./vocabulary.ts";
import { pieceWords, sentencePieces } from "./words.ts";

/** Numbers of the special tokens in a {@link SymbolTable}. */
export const startSymbol = 0, endSymbol = 1, unknownSymbol = 2, firstSymbol = 3;

/**
 * Most different pieces of a text (words as they are written). Each costs some 300 bytes until the
 * vocabulary is made, so a text of nothing but new words must not go on for ever.
 */
const mostPieces = 5_000_000;

/**
 * Numbers for the tokens of a text in the order in which they are first seen: what a text is kept
 * as until its frequencies are known and a vocabulary can be made.
 */
export interface SymbolTable {
  /** The token of each number; the first three are the special ones. */
  readonly symbols: readonly string[];
  /** Calls `emit` with the number of every word of a sentence. */
  readonly words: (sentence: string, emit: (symbol: number) => void) => void;
  /** Calls `emit` with the number of every code point. */
  readonly characters: (text: string, emit: (symbol: number) => void) => void;
}

/** Throws an {@link InputError} where a text has more than `most` different words. */
export function symbolTable(lowercase: boolean, most = mostPieces): SymbolTable {
  const symbols = [sentenceStart, sentenceEnd, unknownToken];
  const numbers = new Map<string, number>();
  const numberOf = (token: string) => {
    const known = numbers.get(token);
    if (known !== undefined) return known;
    numbers.set(token, symbols.length);
    return symbols.push(token) - 1;
  };
  // A piece is taken apart once; what it consists of is remembered under the piece itself.
  const ofPiece = new Map<string, number | readonly number[]>();
  const ofCodePoint = new Map<number, readonly number[]>();
  return {
    symbols,
    words: (sentence, emit) => {
      for (const piece of sentencePieces(sentence)) {
        let known = ofPiece.get(piece);
        if (known === undefined) {
          if (ofPiece.size >= most) throw tooManyWords(most);
          const parts = pieceWords(piece, lowercase).map(numberOf);
          known = parts.length === 1 && parts[0] !== undefined ? parts[0] : parts;
          ofPiece.set(piece, known);
        }
        if (typeof known === "number") emit(known);
        else for (const symbol of known) emit(symbol);
      }
    },
    characters: (text, emit) => {
      for (let i = 0; i < text.length;) {
        const codePoint = text.codePointAt(i) ?? 0;
        i += codePoint > 0xffff ? 2 : 1;
        let known = ofCodePoint.get(codePoint);
        if (known === undefined) {
          const character = String.fromCodePoint(codePoint);
          known = Array.from(lowercase ? lowerCase(character) : character, numberOf);
          ofCodePoint.set(codePoint, known);
        }
        for (const symbol of known) emit(symbol);
      }
    },
  };
}

const tooManyWords = (most: number): InputError =>
  new InputError({
    message: `corpus: The text has more than ${most.toLocaleString("en-US")} different words; ` +
      "read it as characters (tokenizer.kind: char) or take a smaller corpus",
  });
