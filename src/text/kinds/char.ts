import { buildVocabulary } from "../vocabulary/vocabulary.ts";
import { lowerCase } from "./character_classes.ts";
import type { TokenKind } from "./token_kind.ts";
import { utf8Length } from "./utf8_length.ts";

/**
 * Each code point is a token.
 *
 * @param vocabulary most tokens, undefined for all
 * @param lowercase whether each is lowercased by itself, so that pieces do not matter
 */
export const charKind = (
  { vocabulary, lowercase }: {
    readonly vocabulary?: number | undefined;
    readonly lowercase: boolean;
  },
): TokenKind => ({
  noun: "characters",
  isStream: true,
  cutter: (numberOf) => {
    const known = new Map<number, { symbols: readonly number[]; bytes: number }>();
    return {
      cut: (text, emit) => {
        for (let i = 0; i < text.length;) {
          const codePoint = text.codePointAt(i) ?? 0;
          i += codePoint > 0xffff ? 2 : 1;
          let found = known.get(codePoint);
          if (found === undefined) {
            const character = String.fromCodePoint(codePoint);
            const symbols = Array.from(lowercase ? lowerCase(character) : character, numberOf);
            found = { symbols, bytes: utf8Length(character) };
            known.set(codePoint, found);
          }
          // The first of those that lower case makes of a character stands for it.
          found.symbols.forEach((symbol, nth) => {
            emit(symbol, nth === 0 ? 1 : 0, nth === 0 ? found.bytes : 0);
          });
        }
      },
      end: () => {},
    };
  },
  learn: (symbols, counts, special) => buildVocabulary(symbols, counts, vocabulary, special),
  speller: () => (character) => character,
});
