import { Effect, Schema, type Scope } from "effect";
import { type CorpusKeys, type CorpusOptions, openCorpus } from "../corpus/corpus.ts";
import { describeFormat } from "../corpus/describe_format.ts";
import { CorpusFormat } from "../sources/schema.ts";
import { InputError, type RunError } from "../../base/errors.ts";
import { assemblePart } from "./assemble_part.ts";
import { collectText } from "./collect_text.ts";
import { keepsBytes, kindOf, lineEndsOf, type Preparation } from "../tokenizer/preparation.ts";
import { encodeUnits } from "../tokenizer/encode_units.ts";
import type { TokenPart } from "./token_part.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";

/** Names for messages about a text that does not belong to the run's corpus. */
const textKeys: CorpusKeys = { corpus: "--text", path: "--text", format: "--format" };

/** A text of which nothing can be predicted. */
class TooFewTokens extends InputError.extend<TooFewTokens>("TooFewTokens")({
  _tag: Schema.tag("TooFewTokens"),
  path: Schema.String,
  format: CorpusFormat,
  tokens: Schema.Number,
}) {
  override get message(): string {
    const { path, format, tokens } = this;
    return tokens === 0
      ? `--text: ${path} holds no text as format ${describeFormat(format)}`
      : `--text: Expected at least 2 tokens in ${path}, got ${tokens}`;
  }
}

/**
 * The tokens of a text under a vocabulary that exists, prepared as that of the training. Fails
 * where a file cannot be read or holds no text.
 *
 * @param path or glob of files, also .gz, or `-` for standard input
 */
export const tokenizeText = Effect.fn("tokenizeText")(function* (
  path: string,
  vocabulary: Vocabulary,
  preparation: Preparation,
  options: CorpusOptions = {},
): Effect.fn.Return<TokenPart, InputError | RunError, Scope.Scope> {
  const { format, layout } = preparation;
  const opened = yield* openCorpus(
    { path, format, split: { valid: 0, test: 0 } },
    { keys: textKeys, ...options },
  );
  const collected = yield* collectText(
    opened.documents({ ends: lineEndsOf(preparation), keepsBytes: keepsBytes(preparation) }),
    preparation,
    undefined,
  );
  const whole = { ...collected, parts: new Int32Array(collected.parts.length) };
  const units = encodeUnits(whole, collected.symbols, vocabulary, kindOf(preparation));
  const { part } = assemblePart(units, "train", vocabulary, layout);
  if (part.tokens.length >= 2) return part;
  return yield* new TooFewTokens({ path, format, tokens: part.tokens.length });
}, Effect.scoped);
