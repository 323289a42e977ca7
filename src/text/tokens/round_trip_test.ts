/** Any bytes as a corpus of each kind that loses nothing: they come back, or there is one message. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import fc from "fast-check";
import { InputError } from "../../base/errors.ts";
import { tokenBytes } from "../subwords/byte_characters.ts";
import { detokenize } from "../tokenizer/detokenize.ts";
import { kindOf, newestPreparation } from "../tokenizer/preparation.ts";
import type { TokenizerConfig } from "../tokenizer/schema.ts";
import { tokenizeCorpus } from "./tokenize_corpus.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-"));
after(() => rmSync(folder, { recursive: true }));

/** The tokens of a pipe into standard input, as they are written. */
const tokensOf = (bytes: Uint8Array, tokenizer: TokenizerConfig) =>
  tokenizeCorpus(
    { path: "-", format: "text", split: { valid: 0, test: 0 } },
    tokenizer,
    { kind: "contiguous", size: 1 },
    { cacheFolder: join(folder, "cache"), input: chunks(bytes) },
  ).pipe(
    Effect.map(({ train, vocabulary }) => ({
      tokens: Array.from(train.tokens, (id) => vocabulary.words[id]!),
      bytes: train.bytes.reduce((sum, n) => sum + n, 0),
    })),
    Effect.result,
    Effect.runPromise,
  );

async function* chunks(bytes: Uint8Array) {
  const half = bytes.length >> 1;
  for (const part of [bytes.subarray(0, half), bytes.subarray(half)]) {
    yield await Promise.resolve(part);
  }
}

const anything = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc.string({ unit: "binary", maxLength: 4 }).map((text) => Buffer.from(text)),
    fc.constantFrom("\r\n", "\ufeff", "\0", " ", "the the", "😀", "'ll").map((t) => Buffer.from(t)),
  ),
  { minLength: 1 },
).map((parts) => new Uint8Array(Buffer.concat(parts)));

const texts = fc.array(fc.oneof(
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.constantFrom("\n", "\0", "  ", "the the", "😀", "'ll", "我喜欢", "----"),
)).map((parts) => `a${parts.join("")}`);

const runs = { numRuns: 40 };

describe("any bytes", () => {
  it("come back from bytes, every one of them", () =>
    fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        const result = await tokensOf(bytes, { kind: "byte" });
        if (Result.isFailure(result)) return assert.ok(bytes.length < 2);
        const { tokens } = result.success;
        assert.deepEqual(
          Buffer.concat(tokens.map((token) => tokenBytes(token)!)),
          Buffer.from(bytes),
        );
        assert.equal(result.success.bytes, bytes.length);
      }),
      runs,
    ));
  for (
    const tokenizer of [{ kind: "bpe", vocabulary: 270 }, {
      kind: "char",
      lowercase: false,
    }] as const
  ) {
    it(`come back from ${tokenizer.kind}, or are refused in one line`, () =>
      fc.assert(
        fc.asyncProperty(fc.oneof(anything, texts.map((t) => Buffer.from(t))), async (bytes) => {
          const result = await tokensOf(bytes, tokenizer);
          if (Result.isFailure(result)) {
            assert.ok(result.failure instanceof InputError);
            return assert.match(result.failure.message, /^[^\n]+$/);
          }
          const kind = kindOf({ tokenizer, version: newestPreparation });
          const written = new TextDecoder("utf-8", { fatal: true }).decode(bytes); // without a BOM
          assert.equal(detokenize(result.success.tokens, kind), written.replace(/\r\n?/g, "\n"));
        }),
        runs,
      ));
  }
});
