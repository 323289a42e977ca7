/**
 * Texts that no one would call well-behaved, read as a corpus is: tokens come of them or one
 * message.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import fc from "fast-check";
import { InputError, type RunError } from "../../base/errors.ts";
import type { TokenizerConfig } from "./schema.ts";
import { tokenizeCorpus } from "../tokens/tokenize_corpus.ts";
import type { TokenizedCorpus } from "../tokens/tokenized_corpus.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-"));
after(() => rmSync(folder, { recursive: true }));

const word = { kind: "word", vocabulary: 50, lowercase: true } as const;
const char = { kind: "char", lowercase: false } as const;
const sentences = { kind: "sentences", maxLength: 200 } as const;

/** Tokenizes what a pipe into standard input would bring. */
const tokenize = (
  input: AsyncIterable<Uint8Array>,
  tokenizer: TokenizerConfig = word,
): Promise<Result.Result<TokenizedCorpus, InputError | RunError>> =>
  tokenizeCorpus(
    { path: "-", format: "text", split: { valid: 0, test: 0 } },
    tokenizer,
    sentences,
    { cacheFolder: join(folder, "cache"), input },
  ).pipe(Effect.result, Effect.runPromise);

async function* chunks(content: string | Uint8Array, times = 1) {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let i = 0; i < times; i++) yield await Promise.resolve(bytes);
}

function isSound({ train, vocabulary }: TokenizedCorpus): void {
  assert.ok(train.tokens.every((id) => id >= 0 && id < vocabulary.words.length));
  assert.equal(train.offsets.at(-1), train.tokens.length);
  assert.ok(vocabulary.words.every((text) => text.isWellFormed() && text.length <= 600));
}

const refused: readonly (readonly [what: string, content: string | Uint8Array, says: RegExp])[] = [
  ["NUL bytes", new Uint8Array(300_000), /holds no text/],
  ["signs alone", "!? ... --- ".repeat(20_000), /holds no text/],
  ["line breaks alone", "\n\r\n".repeat(100_000), /holds no text/],
  ["broken UTF-8", Buffer.from([0x41, 0x20, 0xff, 0xfe]), /:1: Not UTF-8: byte 0xff at offset 2/],
  ["a character cut off", Buffer.from([0x41, 0x20, 0xf0, 0x9f, 0x98]), /:1: Not UTF-8: byte 0xf0/],
  ["UTF-16", Buffer.from("\ufeffOne. Two.", "utf16le"), /Not UTF-8/],
];

const taken: readonly (readonly [what: string, content: string, least: number])[] = [
  ["NUL bytes between words", "One\0two. Three\0. ".repeat(100), 3],
  ["no sentence end", "word ".repeat(60_000), 2],
  ["one word without end", "x".repeat(300_000), 2],
  ["right-to-left text and overrides", "\u202eשלום עולם. مرحبا؟ نعم. ".repeat(50), 3],
  ["a thousand combining characters", `a${"\u0301".repeat(1000)} b. `.repeat(50), 3],
  ["emoji, joined and tinted", "👨‍👩‍👧 👍🏽 🇬🇧🇫🇷. Ja. ".repeat(50), 3],
  ["names of special tokens", "SENTENCE_START UNKNOWN_TOKEN. ".repeat(50), 3],
  ["other line breaks", "One.\r\nTwo.\rThree.\u2028Four.\u2029Five.\u0085Six. ".repeat(50), 3],
];

describe("a hostile corpus", () => {
  for (const [what, content, says] of refused) {
    it(`is refused with one message: ${what}`, async () => {
      for (const tokenizer of [word, char]) {
        const result = await tokenize(chunks(content), tokenizer);
        assert.ok(Result.isFailure(result) && result.failure instanceof InputError);
        assert.match(result.failure.message, says);
        assert.ok(!result.failure.message.includes("\n"));
      }
    });
  }

  for (const [what, content, least] of taken) {
    it(`gives tokens: ${what}`, async () => {
      for (const tokenizer of [word, char]) {
        const corpus = Result.getOrThrow(await tokenize(chunks(content), tokenizer));
        isSound(corpus);
        assert.ok(corpus.vocabulary.words.length >= least);
      }
    });
  }

  it("gives tokens of one line of 20 MB in pieces", async () => {
    const corpus = Result.getOrThrow(
      await tokenize(chunks("The same five words. ".repeat(1000), 1000)),
    );
    assert.equal(corpus.counts.bytes, 21_000_000);
    assert.equal(corpus.counts.sentences, 1_000_000);
  });

  it("gives tokens or one message, whatever bytes it has", async () => {
    const text = fc.string({ unit: "binary" }).map((text) => Buffer.from(text.toWellFormed()));
    const bytes = fc.oneof(text, fc.uint8Array({ maxLength: 60 }));
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 4 }), fc.boolean(), async (pieces, words) => {
        const result = await tokenize(chunks(Buffer.concat(pieces)), words ? word : char);
        if (Result.isSuccess(result)) isSound(result.success);
        else assert.ok(result.failure instanceof InputError);
      }),
      { numRuns: 60 },
    );
  });
});
