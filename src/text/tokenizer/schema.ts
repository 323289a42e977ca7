/** Schema of the config part `tokenizer`: what a token is. */
import { Schema } from "effect";
import {
  describe,
  flag,
  wholeNumber,
  withDefault,
  withFittedDefault,
} from "../../config/fields.ts";

const WordTokenizer = Schema.Struct({
  kind: Schema.Literal("word").pipe(
    withDefault("word", "Kind of token: word (words and punctuation) or char (characters)"),
  ),
  vocabulary: wholeNumber(4).pipe(
    withFittedDefault(
      8000,
      "Size of the vocabulary, with special tokens; rarer words are one unknown token",
    ),
  ),
  lowercase: flag.pipe(withDefault(true, "Whether text is lowercased first")),
  normalize: Schema.optionalKey(
    Schema.Literals(["nfc", "none"]).pipe(
      describe("Unicode normalization of words: nfc (é is one code point) or none; default nfc"),
    ),
  ),
});

const CharTokenizer = Schema.Struct({
  kind: Schema.Literal("char").pipe(describe("Characters")),
  vocabulary: Schema.optionalKey(
    wholeNumber(4).pipe(
      describe("Size of the vocabulary, with special tokens; default all characters"),
    ),
  ),
  lowercase: flag.pipe(withDefault(false, "Whether text is lowercased first")),
});

export const TokenizerConfig = Schema.Union([WordTokenizer, CharTokenizer]);
export type TokenizerConfig = typeof TokenizerConfig.Type;
