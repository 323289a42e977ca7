import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { Option } from "effect";
import fc from "fast-check";
import {
  type CachedCorpus,
  forgetTokenCache,
  readTokenCache,
  tokenCacheKey,
  writeTokenCache,
} from "./token_cache.ts";
import type { Preparation } from "../tokenizer/preparation.ts";
import { buildVocabulary } from "../tokenizer/vocabulary.ts";

const corpus: CachedCorpus = {
  vocabulary: buildVocabulary(["a", "é\n"], [2, 1], undefined, { start: true, end: true }),
  train: {
    tokens: Int32Array.of(0, 3, 1),
    offsets: Int32Array.of(0, 3),
    characters: Uint8Array.of(0, 1, 1),
  },
  valid: {
    tokens: Int32Array.of(0, 2, 1),
    offsets: Int32Array.of(0, 3),
    characters: Uint8Array.of(0, 255, 1),
  },
  test: undefined,
  hash: "abc",
  cut: 4,
  counts: { bytes: 10, documents: 1, sentences: 2, dropped: 3, distinct: 2 },
};

describe("token cache", () => {
  let folder = "";
  before(() => void (folder = mkdtempSync(join(tmpdir(), "unroll-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("gives back what was written, and nothing else is left in the folder", () => {
    writeTokenCache(join(folder, "new"), "key", corpus, false);
    assert.deepEqual(readTokenCache(join(folder, "new"), "key", false), Option.some(corpus));
    assert.deepEqual(readdirSync(join(folder, "new")), ["key.tokens"]);
  });
  it("is its owner's alone where the text is, also where it has become so since", () => {
    const mode = () => statSync(join(folder, "key.tokens")).mode & 0o777;
    writeTokenCache(folder, "key", corpus, true);
    assert.equal(mode(), 0o600);
    writeTokenCache(folder, "key", corpus, false);
    assert.notEqual(mode() & 0o044, 0);
    assert.ok(Option.isSome(readTokenCache(folder, "key", true)));
    assert.equal(mode(), 0o600);
  });
  it("forgets", () => {
    writeTokenCache(folder, "key", corpus, false);
    forgetTokenCache(folder, "key");
    forgetTokenCache(folder, "key");
    assert.deepEqual(readTokenCache(folder, "key", false), Option.none());
  });
  it("has none where there is no file", () => {
    assert.deepEqual(readTokenCache(folder, "other", false), Option.none());
  });
  it("ignores a file with any byte changed or cut off", () => {
    writeTokenCache(folder, "key", corpus, false);
    const path = join(folder, "key.tokens");
    const bytes = readFileSync(path);
    for (let i = 0; i < bytes.length; i += 7) {
      const damaged = Uint8Array.from(bytes);
      damaged[i] = (damaged[i] ?? 0) ^ 1;
      writeFileSync(path, damaged);
      assert.deepEqual(readTokenCache(folder, "key", false), Option.none(), `byte ${i}`);
      writeFileSync(path, bytes.subarray(0, i));
      assert.deepEqual(readTokenCache(folder, "key", false), Option.none(), `length ${i}`);
    }
  });
});

describe("a token cache that was made up", () => {
  let folder = "";
  before(() => void (folder = mkdtempSync(join(tmpdir(), "unroll-"))));
  after(() => rmSync(folder, { recursive: true }));
  /** Whether a cache with these numbers in its training part is taken. */
  const taken = (tokens: readonly number[], offsets: readonly number[]) => {
    const train = { ...corpus.train, tokens: Int32Array.from(tokens) };
    writeTokenCache(folder, "key", {
      ...corpus,
      train: { ...train, offsets: Int32Array.from(offsets) },
    }, false);
    return Option.isSome(readTokenCache(folder, "key", false));
  };

  it("is none where a token is not in the vocabulary or an offset leads out", () => {
    assert.ok(taken([0, 3, 1], [0, 3]));
    for (const id of [-1, 5, 2 ** 31 - 1]) assert.ok(!taken([0, id, 1], [0, 3]), `${id}`);
    for (const offsets of [[0, 4], [-1, 3], [0, 3, 2, 3]]) {
      assert.ok(!taken([0, 3, 1], offsets), `${offsets}`);
    }
  });

  it("is none or a corpus whatever its header says", () => {
    const change = fc.record({
      tokens: fc.oneof(fc.integer(), fc.double(), fc.constant("3")),
      offsets: fc.oneof(fc.nat(4), fc.integer()),
    }, { requiredKeys: [] });
    writeTokenCache(folder, "key", corpus, false);
    const sound = readFileSync(join(folder, "key.tokens"));
    const length = sound.readUInt32LE(0);
    const header = JSON.parse(sound.subarray(4, 4 + length).toString());
    fc.assert(fc.property(change, fc.nat(2 ** 32 - 1), fc.boolean(), (change, claimed, lie) => {
      const changed = { ...header, train: { ...header.train, ...change } };
      const text = Buffer.from(JSON.stringify(changed));
      const padded = Buffer.concat([text, Buffer.alloc((4 - text.length % 4) % 4, 32)]);
      const claim = Buffer.alloc(4);
      claim.writeUInt32LE(lie ? claimed : padded.length);
      const content = Buffer.concat([claim, padded, sound.subarray(4 + length, -32)]);
      const checksum = createHash("sha256").update(content).digest();
      writeFileSync(join(folder, "key.tokens"), Buffer.concat([content, checksum]));
      readTokenCache(folder, "key", false);
    }));
  });
});

describe("tokenCacheKey", () => {
  const word = { kind: "word", vocabulary: 100, lowercase: true } as const;
  const char = { kind: "char", lowercase: false } as const;
  const sentences = { kind: "sentences", maxLength: 20 } as const;
  const stream = { kind: "contiguous", size: 3 } as const;
  const text: Preparation = {
    format: "text",
    tokenizer: word,
    layout: sentences,
    version: 2,
  };
  const split = { valid: 0.1, test: 0 };
  const keyOf = (change: Partial<Preparation>) => tokenCacheKey("a", split, { ...text, ...change });
  it("differs with everything that changes tokens", () => {
    const characters = { ...text, tokenizer: char, layout: stream };
    const keys = [
      tokenCacheKey("a", split, text),
      tokenCacheKey("b", split, text),
      tokenCacheKey("a", { valid: 0, test: 0.1 }, text),
      tokenCacheKey("a", { files: { valid: "v" } }, text),
      keyOf({ format: "lines" }),
      keyOf({ format: { jsonl: "t" } }),
      keyOf({ format: { csv: 1, delimiter: "," } }),
      keyOf({ format: { csv: "1", delimiter: "," } }),
      keyOf({ format: { csv: "1", delimiter: ",", quote: "none" } }),
      keyOf({ tokenizer: { ...word, vocabulary: 99 } }),
      keyOf({ tokenizer: { ...word, lowercase: false } }),
      keyOf({ tokenizer: { kind: "char", lowercase: true } }),
      keyOf({ layout: { kind: "sentences", maxLength: "none" } }),
      keyOf({ layout: stream }),
      keyOf(characters),
      keyOf({ ...characters, version: 1 }),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });
  it("does not differ with what does not", () => {
    const wide = { kind: "contiguous", size: 3, length: 5 } as const;
    assert.equal(keyOf({ layout: wide }), keyOf({ layout: { kind: "contiguous", size: 4 } }));
    const batch = { ...sentences, size: 3, shuffle: true };
    assert.equal(keyOf({ layout: batch }), keyOf({}));
    assert.equal(keyOf({ version: 1 }), keyOf({}));
  });
});
