/** Schema of the config part `tokenizer`: what a token is. */
import { Schema } from "effect";
import { alternatives } from "../../config/alternatives.ts";
import {
  describe,
  flag,
  text,
  textLike,
  wholeNumber,
  withDefault,
  withFittedDefault,
} from "../../config/fields.ts";
import { defaultSubwords } from "../kinds/default_subwords.ts";

const WordTokenizer = Schema.Struct({
  kind: Schema.Literal("word").pipe(
    withDefault(
      "word",
      "Kind of token: word (words and punctuation), char (characters), bpe (subwords), byte, or " +
        "whitespace (text that is tokenized already)",
    ),
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

const BpeTokenizer = Schema.Struct({
  kind: Schema.Literal("bpe").pipe(describe("Subwords: bytes joined by byte-pair encoding")),
  vocabulary: Schema.optionalKey(
    wholeNumber(258).pipe(
      describe(
        "Size of the vocabulary, with 256 bytes and special tokens; by default fitted to the text " +
          `(${defaultSubwords} for standard input)`,
      ),
    ),
  ),
  file: Schema.optionalKey(
    text.pipe(describe("tokenizer.json of Hugging Face's format to use instead of learning one")),
  ),
}).annotate(alternatives(["vocabulary"], ["file"]));

const ByteTokenizer = Schema.Struct({
  kind: Schema.Literal("byte").pipe(describe("Bytes: 256 tokens, for files of any kind")),
});

const WhitespaceTokenizer = Schema.Struct({
  kind: Schema.Literal("whitespace").pipe(
    describe("Words as they stand between white space: for text that is tokenized already"),
  ),
  vocabulary: Schema.optionalKey(
    wholeNumber(4).pipe(describe("Size of the vocabulary, with special tokens; default all words")),
  ),
  lowercase: flag.pipe(withDefault(false, "Whether text is lowercased first")),
  unknown: Schema.optionalKey(
    textLike(/^\S+$/u, "a token without white space").pipe(
      describe("The corpus's own unknown token, such as <unk>; default none"),
    ),
  ),
  end: Schema.Literals(["line", "none"]).annotate({ expected: '"line" or "none"' }).pipe(
    withDefault("line", "Whether contiguous text has an end token after each line: line or none"),
  ),
});

export const TokenizerConfig = Schema.Union([
  WordTokenizer,
  CharTokenizer,
  BpeTokenizer,
  ByteTokenizer,
  WhitespaceTokenizer,
]);
export type TokenizerConfig = typeof TokenizerConfig.Type;

/** Whether text is lowercased before it becomes tokens. */
export const isLowercased = (tokenizer: TokenizerConfig): boolean =>
  "lowercase" in tokenizer && tokenizer.lowercase;
