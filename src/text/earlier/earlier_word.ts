import { buildVocabulary } from "../vocabulary/vocabulary.ts";
import { codePoints } from "../kinds/code_points.ts";
import type { Cutter, NumberOf, TokenKind } from "../kinds/token_kind.ts";
import { mostWords, TooManyWords } from "../kinds/too_many_words.ts";
import { utf8Length } from "../kinds/utf8_length.ts";
import { wordSpeller } from "./word_speller.ts";
import { pieceWords, sentencePieces } from "./words.ts";

/**
 * Words, numbers and signs by the rules of versions 1 and 2, which did not say where a space is.
 *
 * @param vocabulary most tokens, special ones among them
 */
export const earlierWordKind = (
  { vocabulary, lowercase }: { readonly vocabulary: number; readonly lowercase: boolean },
): TokenKind => ({
  noun: "words",
  isStream: false,
  cutter: (numberOf) => earlierWordCutter(lowercase, numberOf),
  learn: (symbols, counts, special) => buildVocabulary(symbols, counts, vocabulary, special),
  speller: wordSpeller,
});

/**
 * Emits every word of a sentence, with the white space before it; the last with that after it too.
 * Throws a {@link TooManyWords} where a text has more than `most` different words.
 */
export function earlierWordCutter(
  lowercase: boolean,
  numberOf: NumberOf,
  most = mostWords,
): Cutter {
  // A piece is taken apart once; what it consists of is remembered under the piece itself.
  const ofPiece = new Map<string, readonly Known[]>();
  return {
    cut: (sentence, emit) => {
      let symbol = -1, characters = 0, bytes = 0; // of the word that is not emitted yet
      let at = 0;
      for (const piece of sentencePieces(sentence)) {
        let known = ofPiece.get(piece);
        if (known === undefined) {
          if (ofPiece.size >= most) throw new TooManyWords({ limit: most });
          known = wordsOf(piece, lowercase, numberOf);
          ofPiece.set(piece, known);
        }
        const start = sentence.indexOf(piece, at);
        const skipped = sentence.slice(at, start);
        let before = codePoints(skipped), bytesBefore = utf8Length(skipped);
        for (const word of known) {
          if (symbol >= 0) emit(symbol, characters, bytes);
          symbol = word.symbol;
          characters = word.characters + before;
          bytes = word.bytes + bytesBefore;
          before = bytesBefore = 0;
        }
        at = start + piece.length;
      }
      if (symbol < 0) return;
      const rest = sentence.slice(at);
      emit(symbol, characters + codePoints(rest), bytes + utf8Length(rest));
    },
    end: () => {},
  };
}

/** A word of a piece, and the code points and bytes of the piece that it stands for. */
interface Known {
  readonly symbol: number;
  readonly characters: number;
  readonly bytes: number;
}

function wordsOf(piece: string, lowercase: boolean, numberOf: NumberOf): readonly Known[] {
  const words = pieceWords(piece, lowercase);
  let left = codePoints(piece), bytesLeft = utf8Length(piece); // lower case may be longer
  return words.map((word, i) => {
    const isLast = i === words.length - 1;
    const characters = isLast ? left : Math.min(left, codePoints(word));
    const bytes = isLast ? bytesLeft : Math.min(bytesLeft, utf8Length(word));
    left -= characters;
    bytesLeft -= bytes;
    return { symbol: numberOf(word), characters, bytes };
  });
}
