import { Result, Schema } from "effect";
import { excerpt } from "../sources/excerpt.ts";
import { InputError } from "../../base/errors.ts";
import { unknownToken, type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** What `vocabulary.json` holds: the tokens in the order of their ids. */
const VocabularyFile = Schema.Struct({
  version: Schema.Literal(1),
  words: Schema.Array(Schema.String),
});

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(VocabularyFile), {
  onExcessProperty: "error",
});

/** The text of `vocabulary.json`, one word a line; equal vocabularies are equal bytes. */
export function encodeVocabulary(vocabulary: Vocabulary): string {
  return JSON.stringify({ version: 1, words: vocabulary.words }, null, 1) + "\n";
}

/** Reads what {@link encodeVocabulary} wrote; `file` is how a message names it. */
export function decodeVocabulary(
  text: string,
  file: string,
): Result.Result<Vocabulary, InputError> {
  const wrong = (what: string) => Result.fail(new InputError({ message: `${file}: ${what}` }));
  const decoded = decode(text);
  if (Result.isFailure(decoded)) {
    return wrong(`Not a vocabulary: ${excerpt(inWords(decoded.failure), 300)}`);
  }
  const { words } = decoded.success;
  const seen = new Set<string>();
  for (const word of words) {
    if (seen.has(word)) return wrong(`The word ${JSON.stringify(excerpt(word))} is there twice`);
    seen.add(word);
  }
  if (!seen.has(unknownToken)) return wrong(`There is no ${JSON.stringify(unknownToken)}`);
  return Result.succeed(vocabularyOf(words));
}

/** What a schema refused, on one line. */
function inWords(error: Schema.SchemaError): string {
  try {
    return error.message.replace(/\s+/g, " ");
  } catch {
    return "It is nested too deeply"; // so that it can't be shown
  }
}
