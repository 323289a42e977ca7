import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { Option } from "effect";
import fc from "fast-check";
import { readTokenCache, tokenCacheKey, writeTokenCache } from "./token_cache.ts";
import type { TokenizedCorpus } from "./tokenized_corpus.ts";
import { buildVocabulary } from "./vocabulary.ts";

const corpus: TokenizedCorpus = {
  vocabulary: buildVocabulary(["a", "é\n"], [2, 1], undefined, { start: true, end: true }),
  train: {
    tokens: Int32Array.of(0, 3, 1),
    offsets: Int32Array.of(0, 3),
    characters: 2,
    unknown: 0,
  },
  valid: {
    tokens: Int32Array.of(0, 2, 1),
    offsets: Int32Array.of(0, 3),
    characters: 9,
    unknown: 1,
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
    writeTokenCache(join(folder, "new"), "key", corpus);
    assert.deepEqual(readTokenCache(join(folder, "new"), "key"), Option.some(corpus));
    assert.deepEqual(readdirSync(join(folder, "new")), ["key.tokens"]);
  });
  it("has none where there is no file", () => {
    assert.deepEqual(readTokenCache(folder, "other"), Option.none());
  });
  it("ignores a file with any byte changed or cut off", () => {
    writeTokenCache(folder, "key", corpus);
    const path = join(folder, "key.tokens");
    const bytes = readFileSync(path);
    for (let i = 0; i < bytes.length; i += 7) {
      const damaged = Uint8Array.from(bytes);
      damaged[i] = (damaged[i] ?? 0) ^ 1;
      writeFileSync(path, damaged);
      assert.deepEqual(readTokenCache(folder, "key"), Option.none(), `byte ${i}`);
      writeFileSync(path, bytes.subarray(0, i));
      assert.deepEqual(readTokenCache(folder, "key"), Option.none(), `length ${i}`);
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
    });
    return Option.isSome(readTokenCache(folder, "key"));
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
    writeTokenCache(folder, "key", corpus);
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
      readTokenCache(folder, "key");
    }));
  });
});

describe("tokenCacheKey", () => {
  const text = { format: "text", split: { valid: 0.1, test: 0 } } as const;
  const word = { kind: "word", vocabulary: 100, lowercase: true } as const;
  const sentences = { kind: "sentences", maxLength: 20 } as const;
  it("differs with everything that changes tokens", () => {
    const keys = [
      tokenCacheKey("a", text, word, sentences),
      tokenCacheKey("b", text, word, sentences),
      tokenCacheKey("a", { ...text, format: "lines" }, word, sentences),
      tokenCacheKey("a", { ...text, format: { jsonl: "t" } }, word, sentences),
      tokenCacheKey("a", { ...text, format: { csv: 1, delimiter: "," } }, word, sentences),
      tokenCacheKey("a", { ...text, format: { csv: "1", delimiter: "," } }, word, sentences),
      tokenCacheKey("a", { ...text, split: { valid: 0, test: 0.1 } }, word, sentences),
      tokenCacheKey("a", { ...text, split: { files: { valid: "v" } } }, word, sentences),
      tokenCacheKey("a", text, { ...word, vocabulary: 99 }, sentences),
      tokenCacheKey("a", text, { ...word, lowercase: false }, sentences),
      tokenCacheKey("a", text, { kind: "char", lowercase: true }, sentences),
      tokenCacheKey("a", text, word, { kind: "sentences", maxLength: "none" }),
      tokenCacheKey("a", text, word, { kind: "contiguous", size: 3 }),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });
  it("does not differ with what does not", () => {
    const wide = { kind: "contiguous", size: 3, length: 5 } as const;
    assert.equal(
      tokenCacheKey("a", text, word, wide),
      tokenCacheKey("a", text, word, { kind: "contiguous", size: 4 }),
    );
    const batch = { ...sentences, size: 3, shuffle: true };
    assert.equal(tokenCacheKey("a", text, word, batch), tokenCacheKey("a", text, word, sentences));
  });
});
