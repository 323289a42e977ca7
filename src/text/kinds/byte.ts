import { byteCharacters, byteOf } from "../subwords/byte_characters.ts";
import { byteSpeller } from "../subwords/byte_speller.ts";
import { escapedBytes } from "../subwords/escaped_bytes.ts";
import { specialNames, vocabularyOf } from "../vocabulary/vocabulary.ts";
import { beginsCharacter } from "./bpe.ts";
import type { TokenKind } from "./token_kind.ts";

/** Each byte is a token; its id is the byte. Special tokens follow from 256 on. */
export const byteKind: TokenKind = {
  noun: "bytes",
  isStream: true,
  keepsBytes: true,
  cutter: (numberOf) => {
    const numbers = byteCharacters.map(numberOf);
    return {
      cut: (text, emit) => {
        for (const byte of escapedBytes(text)) emit(numbers[byte]!, beginsCharacter(byte), 1);
      },
      end: () => {},
    };
  },
  learn: (_symbols, _counts, special) =>
    vocabularyOf([...byteCharacters, ...specialNames(special)], []),
  encoder: ({ ids }) => (symbol) => [{
    id: ids.get(symbol)!,
    characters: beginsCharacter(byteOf(symbol)!),
    bytes: 1,
  }],
  speller: byteSpeller,
};
