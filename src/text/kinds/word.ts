import { buildVocabulary } from "../vocabulary/vocabulary.ts";
import { openForms } from "./joiners.ts";
import type { TokenKind } from "./token_kind.ts";
import { wordCutter } from "./word_cutter.ts";
import { wordSpeller } from "./word_speller.ts";
import type { WordForm } from "./words.ts";

/**
 * Words, numbers and signs, which say where a space is between them.
 *
 * @param vocabulary most tokens, special ones among them
 */
export const wordKind = (
  { vocabulary, ...form }: WordForm & { readonly vocabulary: number },
): TokenKind => ({
  noun: "words",
  isStream: false,
  cutter: (numberOf) => wordCutter(form, numberOf),
  learn: (symbols, counts, special) => buildVocabulary(symbols, counts, vocabulary, special),
  speller: wordSpeller,
  openForms,
});
