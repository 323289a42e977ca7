import { createHash, hash, randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Option, Schema } from "effect";
import type { CorpusConfig } from "../sources/schema.ts";
import { isCharacterStream, type Preparation } from "../tokenizer/preparation.ts";
import type { TokenizedCorpus } from "./tokenized_corpus.ts";
import type { TokenPart } from "./token_part.ts";
import { vocabularyOf } from "../tokenizer/vocabulary.ts";

/** Raised whenever the same settings would give other tokens than before, or the file another form. */
const version = 2;

const PartHeader = Schema.Struct({ tokens: Schema.Int, offsets: Schema.Int });

const Header = Schema.fromJsonString(Schema.Struct({
  words: Schema.Array(Schema.String),
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

/** What the file of a tokenized corpus holds. */
export type CachedCorpus = Omit<TokenizedCorpus, "isPrivate" | "version">;

/** Name of a tokenized corpus in the cache: SHA-256 of its bytes' hash and all that decides its tokens. */
export function tokenCacheKey(
  corpusHash: string,
  split: CorpusConfig["split"],
  preparation: Preparation,
): string {
  const { format, tokenizer, layout } = preparation;
  // The files of a split are in the corpus's hash; the number of streams decides no token.
  const shares = "files" in split ? "files" : [split.valid, split.test];
  const cut = layout.kind === "sentences" ? layout.maxLength : null;
  const reading = typeof format === "string"
    ? format
    : "csv" in format
    ? ["csv", format.csv, format.delimiter, format.quote ?? null]
    : ["jsonl", format.jsonl];
  return hash(
    "sha256",
    JSON.stringify([
      version,
      isCharacterStream(preparation) ? preparation.version : null,
      corpusHash,
      reading,
      shares,
      [tokenizer.kind, tokenizer.vocabulary ?? null, tokenizer.lowercase],
      [layout.kind, cut],
    ]),
    "hex",
  );
}

/**
 * Writes a tokenized corpus to `folder`: header length (4 bytes), header (JSON, padded to 4 bytes),
 * the tokens and offsets (int32) and characters (bytes, padded to 4) of each part, SHA-256 of all
 * that. The file appears whole or not at all, for its owner alone where `isPrivate`.
 * Throws what the system throws.
 */
export function writeTokenCache(
  folder: string,
  key: string,
  corpus: CachedCorpus,
  isPrivate: boolean,
): void {
  const parts = [corpus.train, corpus.valid, corpus.test].filter((part) => part !== undefined);
  const header = new TextEncoder().encode(JSON.stringify({
    words: corpus.vocabulary.words,
    train: partHeader(corpus.train),
    ...(corpus.valid === undefined ? {} : { valid: partHeader(corpus.valid) }),
    ...(corpus.test === undefined ? {} : { test: partHeader(corpus.test) }),
    hash: corpus.hash,
    cut: corpus.cut,
    counts: corpus.counts,
  }));
  const padded = new Uint8Array(4 + Math.ceil(header.length / 4) * 4).fill(32);
  new DataView(padded.buffer).setUint32(0, padded.length - 4, true);
  padded.set(header, 4);
  const chunks = [
    padded,
    ...parts.flatMap((part) => [
      bytesOf(part.tokens),
      bytesOf(part.offsets),
      part.characters,
      new Uint8Array(padding(part.characters.length)),
    ]),
  ];
  const checksum = createHash("sha256");
  for (const chunk of chunks) checksum.update(chunk);
  mkdirSync(folder, { recursive: true });
  const aside = join(folder, `${key}.${randomUUID()}.tmp`);
  try {
    writeFileSync(aside, "", { mode: isPrivate ? 0o600 : 0o666 });
    for (const chunk of [...chunks, checksum.digest()]) writeFileSync(aside, chunk, { flag: "a" });
    renameSync(aside, cacheFile(folder, key));
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/**
 * Reads what {@link writeTokenCache} wrote; none where there is no such file or it is damaged. One
 * whose corpus has become private since is closed to others.
 */
export function readTokenCache(
  folder: string,
  key: string,
  isPrivate: boolean,
): Option.Option<CachedCorpus> {
  const file = cacheFile(folder, key);
  try {
    const found = decode(readFileSync(file));
    if (isPrivate) chmodSync(file, 0o600);
    return Option.some(found);
  } catch {
    return Option.none();
  }
}

/** Removes a tokenized corpus, if it can: for a run that was refused. */
export function forgetTokenCache(folder: string, key: string): void {
  try {
    rmSync(cacheFile(folder, key), { force: true });
  } catch {
    // It stays, as a cache that nobody uses.
  }
}

function cacheFile(folder: string, key: string): string {
  return join(folder, `${key}.tokens`);
}

/** Bytes that fill `length` up to a multiple of 4. */
const padding = (length: number): number => (4 - length % 4) % 4;

function decode(file: Uint8Array): CachedCorpus {
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
  const part = (from: typeof PartHeader.Type | undefined): TokenPart | undefined =>
    from && {
      tokens: ints(from.tokens),
      offsets: ints(from.offsets),
      characters: octets(from.tokens),
    };
  const train = part(header.train), valid = part(header.valid), test = part(header.test);
  if (train === undefined) throw new Error("Damaged cache file");
  // The checksum tells a damaged file, not one that was made up: an id or offset that leads out of
  // its array would be read as memory of something else.
  for (const one of [train, valid, test]) {
    if (one !== undefined && !isSound(one, header.words.length)) throw new Error("Made up");
  }
  const { hash, cut, counts } = header;
  return { vocabulary: vocabularyOf(header.words), train, valid, test, hash, cut, counts };
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

function bytesOf(values: Int32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
