import { Effect, type Scope, Stream } from "effect";
import { type CorpusOptions, openCorpus } from "../corpus/corpus.ts";
import { corpusFailure } from "../corpus/corpus_failure.ts";
import type { Document } from "../corpus/document.ts";
import { InputError } from "../errors.ts";
import { assemblePart } from "./assemble_part.ts";
import { symbolIds } from "./symbol_ids.ts";
import type { Layout } from "./layout.ts";
import type { TokenizerConfig } from "./schema.ts";
import { textCollector } from "./text_collector.ts";
import type { TokenPart } from "./token_part.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A text given as it is, or the path or glob of files (also .gz, or `-` for standard input). */
export type TextSource = { readonly text: string } | { readonly path: string };

/**
 * The tokens of a text under a vocabulary that exists, as in the training of a model of the same
 * `tokenizer` and `layout`. Fails where a file cannot be read or holds no text, or is too short for
 * the layout's parallel streams (give `size` 1 to read a text as one stream).
 */
export const tokenizeText = Effect.fn("tokenizeText")(function* (
  source: TextSource,
  vocabulary: Vocabulary,
  tokenizer: TokenizerConfig,
  layout: Layout,
  options: CorpusOptions = {},
): Effect.fn.Return<TokenPart, InputError, Scope.Scope> {
  const collector = textCollector(tokenizer, layout.kind, undefined);
  const documents = "text" in source ? Stream.succeed(whole(source.text)) : (yield* openCorpus(
    { path: source.path, format: "text", split: { valid: 0, test: 0 } },
    options,
  )).documents();
  yield* Stream.runForEachArray(
    documents,
    (chunk) =>
      Effect.try({
        try: () => chunk.forEach((document) => collector.add(document)),
        catch: corpusFailure("corpus"),
      }),
  );
  const collected = collector.finish();
  const units = { ...collected, parts: new Int32Array(collected.parts.length) };
  const ids = symbolIds(collected.symbols, vocabulary);
  const { part } = assemblePart(units, "train", ids, vocabulary, layout);
  const needed = layout.kind === "sentences" ? 2 : layout.size + 1;
  if (part.tokens.length >= needed) return part;
  const name = "text" in source ? "the text" : source.path;
  return yield* new InputError({
    message: part.tokens.length === 0
      ? `${name}: Expected text, got none`
      : `${name}: Expected at least ${needed} tokens, got ${part.tokens.length}`,
  });
}, Effect.scoped);

function whole(text: string): Document {
  return { text, file: "the text", line: 1, continues: false, part: undefined };
}
