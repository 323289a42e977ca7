import { Schema } from "effect";
import { lowerCase } from "./character_classes.ts";
import { codePoints } from "./code_points.ts";
import { InputError } from "../../base/errors.ts";
import { sentenceEnd, sentenceStart, unknownToken } from "./vocabulary.ts";
import { pieceWords, sentencePieces } from "./words.ts";

/** Numbers of the special tokens in a {@link SymbolTable}. */
export const startSymbol = 0, endSymbol = 1, unknownSymbol = 2, firstSymbol = 3;

/**
 * Maximum number of different words in a text, as written. Each takes some 300 bytes until the
 * vocabulary is made, so a text of nothing but new words must be limited.
 */
const mostPieces = 5_000_000;

/** A text of nearly nothing but new words. */
class TooManyWords extends InputError.extend<TooManyWords>("TooManyWords")({
  _tag: Schema.tag("TooManyWords"),
  limit: Schema.Number,
}) {
  override get message(): string {
    return `corpus: The text has more than ${
      this.limit.toLocaleString("en-US")
    } different words; ` +
      "read it as characters (tokenizer.kind: char) or take a smaller corpus";
  }
}

/**
 * Numbers for the tokens of a text, in order of first occurrence: the text is stored like this
 * until its frequencies are known and a vocabulary can be made.
 */
export interface SymbolTable {
  /** The token of each number; the first three are the special ones. */
  readonly symbols: readonly string[];
  /**
   * Emits every word of a sentence, with the white space before it; the last with that after it
   * too.
   */
  readonly words: (sentence: string, emit: Emit) => void;
  /** Emits every code point. */
  readonly characters: (text: string, emit: Emit) => void;
}

/** Takes the number of a token and the code points of the text that it stands for. */
export type Emit = (symbol: number, characters: number) => void;

/** Throws a {@link TooManyWords} where a text has more than `most` different words. */
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
  const ofPiece = new Map<string, readonly Known[]>();
  const ofCodePoint = new Map<number, readonly number[]>();
  return {
    symbols,
    words: (sentence, emit) => {
      let symbol = -1, characters = 0; // of the word that is not emitted yet
      let at = 0;
      for (const piece of sentencePieces(sentence)) {
        let known = ofPiece.get(piece);
        if (known === undefined) {
          if (ofPiece.size >= most) throw new TooManyWords({ limit: most });
          known = wordsOf(piece, lowercase, numberOf);
          ofPiece.set(piece, known);
        }
        const start = sentence.indexOf(piece, at);
        let before = start - at;
        for (const word of known) {
          if (symbol >= 0) emit(symbol, characters);
          symbol = word.symbol;
          characters = word.characters + before;
          before = 0;
        }
        at = start + piece.length;
      }
      if (symbol >= 0) emit(symbol, characters + sentence.length - at);
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
        for (const symbol of known) emit(symbol, 1);
      }
    },
  };
}

/** A word of a piece, and the code points of the piece that it stands for. */
interface Known {
  readonly symbol: number;
  readonly characters: number;
}

function wordsOf(
  piece: string,
  lowercase: boolean,
  numberOf: (word: string) => number,
): readonly Known[] {
  const words = pieceWords(piece, lowercase);
  let left = codePoints(piece); // lower case may be longer than what is written
  return words.map((word, i) => {
    const characters = i === words.length - 1 ? left : Math.min(left, codePoints(word));
    left -= characters;
    return { symbol: numberOf(word), characters };
  });
}
