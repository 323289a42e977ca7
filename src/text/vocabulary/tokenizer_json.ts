/** Vocabularies of bytes and their merges in the format of Hugging Face's `tokenizer.json`. */
import { Predicate, Result, Schema } from "effect";
import { describeSchemaError } from "../../base/schema_error.ts";
import { excerpt } from "../sources/excerpt.ts";
import { byteCharacters, tokenBytes } from "../subwords/byte_characters.ts";
import type { Merge } from "../subwords/merges.ts";
import { sentenceEnd, sentenceStart, type VocabularyTokens } from "./vocabulary.ts";

/** GPT-2's way of cutting text, of putting it together, and what it does besides: nothing. */
const byteLevel = {
  type: "ByteLevel",
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: true,
};

/** The text of a `tokenizer.json`, one token and one merge a line. */
export function encodeTokenizerJson({ words, merges = [] }: VocabularyTokens): string {
  const quoted = (text: string) => JSON.stringify(text);
  const special = words.flatMap((content, id) =>
    content === sentenceStart || content === sentenceEnd || tokenBytes(content) === undefined
      ? [{ id, content, ...addedToken }]
      : []
  );
  const isAdded = new Set(special.map(({ id }) => id));
  const vocabulary = words.flatMap((token, id) => isAdded.has(id) ? [] : `${quoted(token)}: ${id}`);
  const lines = (values: readonly string[]) => values.map((value) => `\n${value}`).join(",");
  return `{
"version": "1.0",
"truncation": null,
"padding": null,
"added_tokens": [${lines(special.map((token) => JSON.stringify(token)))}],
"normalizer": null,
"pre_tokenizer": ${JSON.stringify(byteLevel)},
"post_processor": null,
"decoder": ${JSON.stringify(byteLevel)},
"model": {
"type": "BPE",
"dropout": null,
"unk_token": null,
"continuing_subword_prefix": null,
"end_of_word_suffix": null,
"fuse_unk": false,
"byte_fallback": false,
"ignore_merges": false,
"vocab": {${lines(vocabulary)}},
"merges": [${lines(merges.map((merge) => JSON.stringify(merge)))}]
}
}
`;
}

const addedToken = {
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
};

const absent = Schema.optionalKey(Schema.NullOr(Schema.Literal("")));
const off = Schema.optionalKey(Schema.NullOr(Schema.Literal(false)));
const anything = Schema.optionalKey(Schema.Unknown);

const ByteLevel = Schema.Struct({
  type: Schema.Literal("ByteLevel"),
  add_prefix_space: anything,
  trim_offsets: anything,
  use_regex: anything,
});

/** What is read of a file; keys that change the ids have the only value that is known here. */
const TokenizerJson = Schema.Struct({
  added_tokens: Schema.optionalKey(Schema.Array(Schema.Struct({
    id: Schema.Natural,
    content: Schema.String,
    special: Schema.Literal(true),
  }))),
  normalizer: Schema.optionalKey(Schema.Null),
  pre_tokenizer: Schema.Struct({
    type: Schema.Literal("ByteLevel"),
    add_prefix_space: Schema.Literal(false),
    use_regex: Schema.optionalKey(Schema.Literal(true)),
  }),
  post_processor: Schema.optionalKey(Schema.NullOr(ByteLevel)),
  decoder: Schema.optionalKey(Schema.NullOr(ByteLevel)),
  model: Schema.Struct({
    type: Schema.optionalKey(Schema.Literal("BPE")),
    dropout: Schema.optionalKey(Schema.Null),
    continuing_subword_prefix: absent,
    end_of_word_suffix: absent,
    byte_fallback: off,
    ignore_merges: off,
    vocab: Schema.Record(Schema.String, Schema.Natural),
    merges: Schema.Array(
      Schema.Union([Schema.String, Schema.Tuple([Schema.String, Schema.String])]),
    ),
  }),
});
type TokenizerJson = typeof TokenizerJson.Type;

const decode = Schema.decodeUnknownResult(TokenizerJson);

/** Whether a JSON value is a tokenizer of this format, whatever it holds. */
export const isTokenizerJson = (json: unknown): boolean =>
  Predicate.isObject(json) && "model" in json && "pre_tokenizer" in json;

/** The tokens and merges of a `tokenizer.json`, or what is wrong with it and where. */
export function decodeTokenizerJson(
  json: unknown,
): Result.Result<Required<VocabularyTokens>, string> {
  const decoded = decode(json);
  if (Result.isFailure(decoded)) {
    return Result.fail(
      "Expected a byte-level BPE tokenizer as GPT-2's (ByteLevel without add_prefix_space, no " +
        `normalizer): ${excerpt(describeSchemaError(decoded.failure), 300)}`,
    );
  }
  const words = tokensById(decoded.success);
  if (Result.isFailure(words)) return Result.fail(words.failure);
  const merges = mergesOf(decoded.success);
  if (Result.isFailure(merges)) return Result.fail(merges.failure);
  return Result.succeed({ words: words.success, merges: merges.success });
}

const quote = (token: string) => JSON.stringify(excerpt(token));

/** All tokens in the order of their ids, which are 0, 1, 2 … without a gap. */
function tokensById(
  { added_tokens = [], model: { vocab } }: TokenizerJson,
): Result.Result<readonly string[], string> {
  const known = Object.entries(vocab);
  const added = new Map(added_tokens.map(({ content, id }) => [content, id]));
  for (const [token, id] of known) {
    const other = added.get(token);
    if (other !== undefined && other !== id) {
      return Result.fail(`added_tokens: ${quote(token)} has the ids ${other} and ${id}`);
    }
    if (other === undefined && tokenBytes(token) === undefined) {
      return Result.fail(`model.vocab: ${quote(token)} has characters that stand for no byte`);
    }
  }
  const all = new Map([...known, ...added]);
  const words: string[] = new Array(all.size).fill("");
  const taken = new Uint8Array(all.size);
  for (const [token, id] of all) {
    if (id >= all.size) {
      const most = all.size - 1;
      return Result.fail(
        `model.vocab: Expected ids from 0 to ${most}, got ${id} for ${quote(token)}`,
      );
    }
    if (taken[id] === 1) {
      return Result.fail(`model.vocab: ${quote(words[id]!)} and ${quote(token)} have the id ${id}`);
    }
    taken[id] = 1;
    words[id] = token;
  }
  const missing = byteCharacters.findIndex((character) => !Object.hasOwn(vocab, character));
  return missing < 0
    ? Result.succeed(words)
    : Result.fail(`model.vocab: Byte ${missing} (${quote(byteCharacters[missing]!)}) is missing`);
}

/** The merges as pairs, each of tokens that the vocabulary has, into one that it has. */
function mergesOf(
  { model: { vocab, merges } }: TokenizerJson,
): Result.Result<readonly Merge[], string> {
  const pairs: Merge[] = [];
  const seen = new Set<string>();
  for (const [nth, written] of merges.entries()) {
    const [left, right, ...rest] = typeof written === "string" ? written.split(" ") : written;
    const at = `model.merges[${nth}]`;
    if (left === undefined || right === undefined || rest.length > 0) {
      return Result.fail(`${at}: Expected two tokens, got ${quote(String(written))}`);
    }
    const unknown = [left, right, left + right].find((token) => !Object.hasOwn(vocab, token));
    if (unknown !== undefined) return Result.fail(`${at}: The vocabulary has no ${quote(unknown)}`);
    const pair = `${left} ${right}`;
    if (seen.has(pair)) return Result.fail(`${at}: ${quote(pair)} is there twice`);
    seen.add(pair);
    pairs.push([left, right]);
  }
  return Result.succeed(pairs);
}
