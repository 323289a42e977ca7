import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { Cause, Effect, Logger } from "effect";
import { InputError } from "../../base/errors.ts";
import type { CorpusConfig } from "../sources/schema.ts";
import type { Layout } from "../tokenizer/layout.ts";
import type { TokenizerConfig } from "../tokenizer/schema.ts";
import { tokenizeCorpus, type TokenizeOptions } from "./tokenize_corpus.ts";
import type { TokenizedCorpus } from "./tokenized_corpus.ts";
import { countPredicted, type TokenPart } from "./token_part.ts";

const word: TokenizerConfig = { kind: "word", vocabulary: 1000, lowercase: true };
const char: TokenizerConfig = { kind: "char", lowercase: false };
const sentences: Layout = { kind: "sentences", maxLength: "none" };

function rows({ vocabulary }: TokenizedCorpus, part: TokenPart | undefined): string[] {
  if (part === undefined) return [];
  return Array.from(
    part.offsets.subarray(1),
    (end, row) =>
      Array.from(part.tokens.subarray(part.offsets[row], end), (id) => vocabulary.words[id]).join(
        " ",
      ),
  );
}

describe("tokenizeCorpus", () => {
  let base = "";
  before(() => void (base = mkdtempSync(join(tmpdir(), "unroll-"))));
  after(() => rmSync(base, { recursive: true }));

  const run = (
    files: Record<string, string>,
    corpus: Partial<CorpusConfig>,
    tokenizer: TokenizerConfig,
    layout: Layout,
    options: Partial<TokenizeOptions> = {},
  ) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(base, name), text);
    const config = {
      path: "t.txt",
      format: "lines",
      split: { valid: 0, test: 0 },
      ...corpus,
    } as const;
    return Effect.runPromise(
      tokenizeCorpus(config, tokenizer, layout, {
        base,
        cacheFolder: join(base, "cache"),
        ...options,
      }),
    );
  };
  const fails = (promise: Promise<unknown>, message: string) =>
    assert.rejects(promise, (e) => e instanceof InputError && e.message === message);

  it("makes rows of sentences", async () => {
    const found = await run({ "t.txt": "The sea. The ship.\nThe sea." }, {}, word, sentences);
    assert.deepEqual(found.vocabulary.words.slice(3), ["the", "￭.", "sea", "ship"]);
    assert.deepEqual(rows(found, found.train), [
      "SENTENCE_START the sea ￭. SENTENCE_END",
      "SENTENCE_START the ship ￭. SENTENCE_END",
      "SENTENCE_START the sea ￭. SENTENCE_END",
    ]);
    assert.deepEqual([found.valid, found.test, found.cut], [undefined, undefined, 0]);
    assert.deepEqual(found.counts, {
      bytes: 27,
      documents: 2,
      sentences: 3,
      dropped: 0,
      distinct: 4,
    });
  });
  it("keeps sentences in their part when text is added, and duplicates together", async () => {
    const split = { valid: 0.3, test: 0.3 };
    // 400 different sentences of 20 words, all of which are in the training part too.
    const all = Array.from({ length: 400 }, (_, i) => `w${i % 20} and w${Math.floor(i / 20)}.`);
    const some = all.slice(100, 300);
    const before = await run({ "t.txt": some.join("\n") }, { split }, word, sentences);
    const more = [...all, ...some].join("\n");
    const after = await run({ "t.txt": more }, { split }, word, sentences);
    for (const name of ["train", "valid", "test"] as const) {
      const own = rows(before, before[name]);
      assert.ok(own.length > 30, name);
      const now = rows(after, after[name]);
      const kept = new Set(own);
      assert.deepEqual(
        now.filter((row) => kept.has(row)).sort(),
        [...own, ...own].sort(),
      );
    }
  });
  it("takes the vocabulary from the training part alone", async () => {
    const files = { "t.txt": "The sea.", "v.txt": "The kraken." };
    const found = await run(files, { split: { files: { valid: "v.txt" } } }, word, sentences);
    assert.deepEqual(rows(found, found.valid), [
      "SENTENCE_START the UNKNOWN_TOKEN ￭. SENTENCE_END",
    ]);
    const { unknown } = countPredicted(found.valid ?? found.train, found.vocabulary.unknown);
    assert.equal(unknown, 1);
    assert.equal(found.vocabulary.ids.has("kraken"), false);
  });
  it("keeps the last characters of a stream for validation and test", async () => {
    const layout = { kind: "contiguous", size: 1 } as const;
    const split = { valid: 0.2, test: 0.3 };
    const found = await run({ "t.txt": "abcdeabcde" }, { split, format: "text" }, char, layout);
    assert.deepEqual(rows(found, found.train), ["a b c d e"]);
    assert.deepEqual([...found.test?.characters ?? []], [1, 1, 1]);
    assert.deepEqual(rows(found, found.test), ["c d e"]);
  });
  it("gives the same tokens from the cache without reading documents again", async () => {
    const text = { "t.txt": Array.from({ length: 50 }, (_, i) => `Line ${i}.`).join("\n") };
    const cacheFolder = join(base, "cache-a");
    let progress = 0;
    const options = { cacheFolder, onProgress: () => progress++ };
    const split = { valid: 0.3, test: 0.2 };
    const made = await run(text, { split }, word, sentences, options);
    assert.ok(progress > 0);
    progress = 0;
    assert.deepEqual(await run(text, { split }, word, sentences, options), made);
    assert.equal(progress, 0);
    const [file = ""] = readdirSync(cacheFolder);
    writeFileSync(join(cacheFolder, file), "damaged");
    assert.deepEqual(await run(text, { split }, word, sentences, options), made);
    assert.ok(progress > 0);
    assert.ok(statSync(join(cacheFolder, file)).size > 100);
  });
  it("goes on where the cache cannot be written", async () => {
    mkdirSync(join(base, "folder"), { recursive: true });
    writeFileSync(join(base, "folder", "file"), "");
    const warnings: string[] = [];
    const logger = Logger.make(({ message, cause }) =>
      void warnings.push(`${message}: ${Cause.squash(cause)}`)
    );
    const found = await Effect.runPromise(
      tokenizeCorpus(
        { path: "t.txt", format: "text", split: { valid: 0, test: 0 } },
        word,
        sentences,
        { base, cacheFolder: join(base, "folder", "file", "x") },
      ).pipe(Effect.provide(Logger.layer([logger]))),
    );
    assert.ok(found.counts.sentences > 0);
    assert.match(warnings.join(), /^The tokens could not be cached: .*Cannot write ".*\/file\/x"/);
  });
  it("reads standard input, and finds it in the cache the next time", async () => {
    const input = async function* () {
      yield await Promise.resolve(new TextEncoder().encode("From a pipe.\n"));
    };
    let progress = 0;
    const read = () =>
      run({}, { path: "-" }, word, sentences, { input: input(), onProgress: () => progress++ });
    const found = await read();
    assert.equal(progress, 1);
    assert.deepEqual(await read(), found);
    assert.equal(progress, 1);
    const nothing = (async function* () {})();
    const again = { input: nothing, hash: found.hash };
    assert.deepEqual(await run({}, { path: "-" }, word, sentences, again), found);
    assert.deepEqual(rows(found, found.train), ["SENTENCE_START from a pipe ￭. SENTENCE_END"]);
  });
  it("refuses a corpus that is too small, with the numbers", async () => {
    await fails(
      run({ "t.txt": "One." }, { split: { valid: 0.000001, test: 0 } }, word, sentences),
      "corpus.split: The validation part is empty: a share of 0.000001 of 1 sentence gave none " +
        "(sentences stay whole, equal ones in one part); use a larger corpus, another share, files " +
        "of its own in corpus.split.files, or 0 for none",
    );
    await fails(
      run({ "t.txt": "... \n***\n" }, {}, word, sentences),
      "corpus: The corpus holds no text (9 bytes, 2 documents, 2 sentences of signs alone)",
    );
    await fails(
      run({ "t.txt": "abcdefghij" }, { split: { valid: 0.2, test: 0.1 } }, char, {
        kind: "contiguous",
        size: 4,
      }),
      "corpus.split: The validation part is too small: a share of 0.2 of 10 tokens gave 2 tokens, and " +
        "batch.size 4 needs at least 5; use a larger corpus, another share, or a smaller batch.size\n" +
        "corpus.split: The test part is too small: a share of 0.1 of 10 tokens gave 1 token, and " +
        "batch.size 4 needs at least 5; use a larger corpus, another share, or a smaller batch.size",
    );
    const split = { files: { valid: "v.txt" } };
    await fails(
      run({ "t.txt": "One.", "v.txt": "!" }, { split }, word, sentences),
      "corpus.split: The validation part is empty: its files hold no sentence",
    );
  });
});
