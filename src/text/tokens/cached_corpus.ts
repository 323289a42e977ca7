/** A tokenized corpus as the bytes of one file. */
import { createHash } from "node:crypto";
import { Schema } from "effect";
import { vocabularyOf } from "../vocabulary/vocabulary.ts";
import type { TokenizedCorpus } from "./tokenized_corpus.ts";
import type { TokenPart } from "./token_part.ts";

/** The content of a tokenized corpus's file. */
export type CachedCorpus = Omit<TokenizedCorpus, "isPrivate" | "version">;

const PartHeader = Schema.Struct({ tokens: Schema.Int, offsets: Schema.Int });

const Header = Schema.fromJsonString(Schema.Struct({
  words: Schema.Array(Schema.String),
  merges: Schema.optionalKey(Schema.Array(Schema.Tuple([Schema.String, Schema.String]))),
  train: PartHeader,
  valid: Schema.optionalKey(PartHeader),
  test: Schema.optionalKey(PartHeader),
  hash: Schema.String,
  cut: Schema.Int,
  counts: Schema.Struct({
    bytes: Schema.Int,
    documents: Schema.Int,
    sentences: Schema.Int,
    dropped: Schema.Int,
    distinct: Schema.Int,
  }),
}));

const decodeHeader = Schema.decodeUnknownSync(Header);

/**
 * The chunks of a file: header length (4 bytes), header (JSON, padded to 4 bytes), the tokens and
 * offsets (int32), characters (bytes) and bytes (uint16), both padded to 4, of each part, SHA-256 of
 * all that.
 */
export function encodeCachedCorpus(corpus: CachedCorpus): readonly Uint8Array[] {
  const { vocabulary, train, valid, test, hash, cut, counts } = corpus;
  const header = new TextEncoder().encode(JSON.stringify({
    words: vocabulary.words,
    ...(vocabulary.merges === undefined ? {} : { merges: vocabulary.merges }),
    train: partHeader(train),
    ...(valid === undefined ? {} : { valid: partHeader(valid) }),
    ...(test === undefined ? {} : { test: partHeader(test) }),
    hash,
    cut,
    counts,
  }));
  const padded = new Uint8Array(4 + Math.ceil(header.length / 4) * 4).fill(32);
  new DataView(padded.buffer).setUint32(0, padded.length - 4, true);
  padded.set(header, 4);
  const parts = [train, valid, test].filter((part) => part !== undefined);
  const chunks = [
    padded,
    ...parts.flatMap((part) => [
      bytesOf(part.tokens),
      bytesOf(part.offsets),
      part.characters,
      new Uint8Array(padding(part.characters.byteLength)),
      bytesOf(part.bytes),
      new Uint8Array(padding(part.bytes.byteLength)),
    ]),
  ];
  const checksum = createHash("sha256");
  for (const chunk of chunks) checksum.update(chunk);
  return [...chunks, checksum.digest()];
}

/**
 * The corpus in a file of {@link encodeCachedCorpus}. Throws where it is damaged or was made up.
 */
export function decodeCachedCorpus(file: Uint8Array): CachedCorpus {
  const end = file.length - 32;
  const checksum = createHash("sha256").update(file.subarray(0, end)).digest();
  if (end < 4 || !checksum.equals(file.subarray(end))) throw new Error("Damaged cache file");
  const bytes = file.slice(0, end);
  const headerLength = new DataView(bytes.buffer).getUint32(0, true);
  const header = decodeHeader(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength)));
  let at = 4 + headerLength;
  const ints = (n: number) => {
    const values = new Int32Array(bytes.buffer, at, n);
    at += n * 4;
    return values;
  };
  const octets = (n: number) => {
    const values = new Uint8Array(bytes.buffer, at, n);
    at += n + padding(n);
    return values;
  };
  const shorts = (n: number) => {
    const values = new Uint16Array(bytes.buffer, at, n);
    at += n * 2 + padding(n * 2);
    return values;
  };
  const part = (from: typeof PartHeader.Type | undefined): TokenPart | undefined =>
    from && {
      tokens: ints(from.tokens),
      offsets: ints(from.offsets),
      characters: octets(from.tokens),
      bytes: shorts(from.tokens),
    };
  const train = part(header.train), valid = part(header.valid), test = part(header.test);
  if (train === undefined) throw new Error("Damaged cache file");
  // The checksum tells a damaged file, not one that was made up: an id or offset that leads out of
  // its array would be read as memory of something else.
  for (const one of [train, valid, test]) {
    if (one !== undefined && !isSound(one, header.words.length)) throw new Error("Made up");
  }
  const { hash, cut, counts, words, merges } = header;
  return { vocabulary: vocabularyOf(words, merges), train, valid, test, hash, cut, counts };
}

/** Whether every token is one of the vocabulary, and the offsets rise within the tokens. */
function isSound({ tokens, offsets }: TokenPart, vocabulary: number): boolean {
  let before = 0;
  return tokens.every((id) => id >= 0 && id < vocabulary) &&
    offsets.every((offset) => {
      const rises = offset >= before && offset <= tokens.length;
      before = offset;
      return rises;
    });
}

function partHeader(part: TokenPart): typeof PartHeader.Type {
  return { tokens: part.tokens.length, offsets: part.offsets.length };
}

function bytesOf(values: Int32Array | Uint16Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Bytes that fill `length` up to a multiple of 4. */
const padding = (length: number): number => (4 - length % 4) % 4;
