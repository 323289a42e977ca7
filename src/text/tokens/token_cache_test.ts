import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { Option } from "effect";
import fc from "fast-check";
import type { CachedCorpus } from "./cached_corpus.ts";
import { forgetTokenCache, readTokenCache, writeTokenCache } from "./token_cache.ts";
import type { TokenPart } from "./token_part.ts";
import { buildVocabulary } from "../vocabulary/vocabulary.ts";

const corpus: CachedCorpus = {
  vocabulary: buildVocabulary(["a", "é\n"], [2, 1], undefined, { start: true, end: true }),
  train: {
    tokens: Int32Array.of(0, 3, 1),
    offsets: Int32Array.of(0, 3),
    characters: Uint8Array.of(0, 1, 1),
    bytes: Uint16Array.of(0, 1, 2),
  },
  valid: {
    tokens: Int32Array.of(0, 2, 1),
    offsets: Int32Array.of(0, 3),
    characters: Uint8Array.of(0, 255, 1),
    bytes: Uint16Array.of(0, 1000, 1),
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

  const isSound = ({ tokens, offsets, characters }: TokenPart) =>
    tokens.every((id) => corpus.vocabulary.words[id] !== undefined) &&
    offsets.every((offset, i) => offset >= (offsets[i - 1] ?? 0) && offset <= tokens.length) &&
    characters.length === tokens.length;

  it("is none where a token is not in the vocabulary or an offset leads out", () => {
    assert.ok(taken([0, 3, 1], [0, 3]));
    for (const id of [-1, 5, 2 ** 31 - 1]) assert.ok(!taken([0, id, 1], [0, 3]), `${id}`);
    for (const offsets of [[0, 4], [-1, 3], [0, 3, 2, 3]]) {
      assert.ok(!taken([0, 3, 1], offsets), `${offsets}`);
    }
  });

  it("is none or a sound corpus whatever its header says", () => {
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
      const found = Option.getOrUndefined(readTokenCache(folder, "key", false));
      for (const part of [found?.train, found?.valid]) {
        assert.ok(part === undefined || isSound(part));
      }
    }));
  });
});
