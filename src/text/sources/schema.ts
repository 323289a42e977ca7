/** Schema of the config part `corpus`: where the text comes from and how it is divided. */
import { Schema } from "effect";
import { alternatives } from "../../config/alternatives.ts";
import {
  describe,
  share,
  text,
  textLike,
  wholeNumber,
  withDefault,
  withFittedDefault,
} from "../../config/fields.ts";

const column = Schema.Union([text, wholeNumber(1)]).annotate({
  expected: "a column's name, or its number from 1",
});

const delimiter = textLike(/^[^"\r\n]$/u, "one character other than a quote or a line break");

/** Format of a file: what a document is. */
export const CorpusFormat = Schema.Union([
  Schema.Literals(["text", "lines"]),
  Schema.Struct({
    csv: column.pipe(
      describe("Column with the text: its name in the header, or its number from 1"),
    ),
    delimiter: delimiter.pipe(withDefault(",", "Character between fields")),
    quote: Schema.optionalKey(
      Schema.Literal("none").annotate({ expected: '"none"' }).pipe(
        describe("none if fields are never quoted, as in most tab-separated files"),
      ),
    ),
  }),
  Schema.Struct({ jsonl: text.pipe(describe("Field with the text in each line's object")) }),
]).annotate({ expected: '"text", "lines", { csv: COLUMN } or { jsonl: FIELD }' });
export type CorpusFormat = typeof CorpusFormat.Type;

/** How to read one column of a CSV file. */
export type CsvFormat = Extract<CorpusFormat, { readonly csv: unknown }>;

/** What a sentence of a document is, see docs/text.md. */
export const SentenceRules = Schema.Literals(["rules", "lines", "none"]);
export type SentenceRules = typeof SentenceRules.Type;

/** What is held out for validation and test: shares of the corpus, or whole files. */
export const SplitConfig = Schema.Union([
  Schema.Struct({
    valid: share.pipe(withDefault(0.05, "Share held out for validation; 0 is none")),
    test: share.pipe(withDefault(0.05, "Share held out for the test; 0 is none")),
  }),
  Schema.Struct({
    files: Schema.Struct({
      valid: text.pipe(describe("File or glob of the validation set")),
      test: Schema.optionalKey(text.pipe(describe("File or glob of the test set"))),
    }).pipe(describe("Whole files for validation and test")),
  }),
]).annotate({
  expected: "{ valid: SHARE, test: SHARE } or { files: { valid: FILE, test: FILE } }",
});
export type SplitConfig = typeof SplitConfig.Type;

export const CorpusConfig = Schema.Struct({
  npm: Schema.optionalKey(
    text.pipe(describe("Package in package.json that contains the text, in files")),
  ),
  files: Schema.optionalKey(text.pipe(describe("File or glob inside the npm package"))),
  path: Schema.optionalKey(
    text.pipe(
      describe(
        'File or glob, relative to this config, also .gz; "-" is standard input',
      ),
    ),
  ),
  format: CorpusFormat.pipe(withFittedDefault("text", "Format of a file: what a document is")),
  sentences: Schema.optionalKey(
    SentenceRules.annotate({ expected: '"rules", "lines" or "none"' }).pipe(
      describe(
        "What a sentence is: rules (punctuation ends it; the default), lines (each line of a " +
          "document is one; the default of kind whitespace) or none (each document is one)",
      ),
    ),
  ),
  split: SplitConfig.pipe(
    withDefault({ valid: 0.05, test: 0.05 }, "What is held out for validation and test"),
  ),
}).annotate(alternatives(["npm", "files"], ["path"]));
export type CorpusConfig = typeof CorpusConfig.Type;
