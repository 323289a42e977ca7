import { Result, Schema } from "effect";
import { excerpt } from "../sources/excerpt.ts";
import { InputError } from "../../base/errors.ts";
import { describeSchemaError } from "../../base/schema_error.ts";
import { decodeTokenizerJson, encodeTokenizerJson, isTokenizerJson } from "./tokenizer_json.ts";
import { unknownToken, type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** What `vocabulary.json` holds: the tokens in the order of their ids. */
const VocabularyFile = Schema.Struct({
  version: Schema.Literal(1),
  words: Schema.Array(Schema.String),
});

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(VocabularyFile), {
  onExcessProperty: "error",
});

/** The usual name of a vocabulary's file. */
export const vocabularyName = ({ merges }: Vocabulary): "vocabulary.json" | "tokenizer.json" =>
  merges === undefined ? "vocabulary.json" : "tokenizer.json";

/**
 * The text of `vocabulary.json`, one word per line, or of `tokenizer.json` where tokens are made of
 * bytes; equal vocabularies are equal bytes.
 */
export function encodeVocabulary(vocabulary: Vocabulary): string {
  if (vocabulary.merges !== undefined) return encodeTokenizerJson(vocabulary);
  return JSON.stringify({ version: 1, words: vocabulary.words }, null, 1) + "\n";
}

/** A `vocabulary.json` that holds none. */
class UnfitVocabulary extends InputError.extend<UnfitVocabulary>("UnfitVocabulary")({
  _tag: Schema.tag("UnfitVocabulary"),
  /** As messages name it. */
  file: Schema.String,
  fault: Schema.Union([
    Schema.Struct({ kind: Schema.Literal("form"), cause: Schema.instanceOf(Schema.SchemaError) }),
    Schema.Struct({ kind: Schema.Literal("twice"), word: Schema.String }),
    Schema.Struct({ kind: Schema.Literal("no unknown token") }),
    Schema.Struct({ kind: Schema.Literal("tokenizer"), reason: Schema.String }),
  ]),
}) {
  override get message(): string {
    return `${this.file}: ${describe(this.fault)}`;
  }
}

function describe(fault: UnfitVocabulary["fault"]): string {
  switch (fault.kind) {
    case "form":
      return `Not a vocabulary, expected {"version": 1, "words": […]} or a tokenizer.json of ` +
        `Hugging Face's format: ${excerpt(describeSchemaError(fault.cause), 300)}`;
    case "twice":
      return `The word ${JSON.stringify(excerpt(fault.word))} is there twice`;
    case "tokenizer":
      return fault.reason;
    case "no unknown token":
      return `There is no ${JSON.stringify(unknownToken)}`;
  }
}

/** A JSON value; undefined where the text is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads what {@link encodeVocabulary} wrote, or a `tokenizer.json` of another program; `file` is how
 * a message names it.
 */
export function decodeVocabulary(
  text: string,
  file: string,
): Result.Result<Vocabulary, InputError> {
  const wrong = (fault: UnfitVocabulary["fault"]) =>
    Result.fail(new UnfitVocabulary({ file, fault }));
  const json = parse(text);
  if (isTokenizerJson(json)) {
    return Result.match(decodeTokenizerJson(json), {
      onFailure: (reason) => wrong({ kind: "tokenizer", reason }),
      onSuccess: ({ words, merges }) => Result.succeed(vocabularyOf(words, merges)),
    });
  }
  const decoded = decode(text);
  if (Result.isFailure(decoded)) return wrong({ kind: "form", cause: decoded.failure });
  const { words } = decoded.success;
  const seen = new Set<string>();
  for (const word of words) {
    if (seen.has(word)) return wrong({ kind: "twice", word });
    seen.add(word);
  }
  if (!seen.has(unknownToken)) return wrong({ kind: "no unknown token" });
  return Result.succeed(vocabularyOf(words));
}
