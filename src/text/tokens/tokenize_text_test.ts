import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import type { CorpusFormat } from "../sources/schema.ts";
import type { Layout } from "../tokenizer/layout.ts";
import { countPredicted } from "./token_part.ts";
import { tokenizeText } from "./tokenize_text.ts";
import { buildVocabulary } from "../vocabulary/vocabulary.ts";

const tokenizer = { kind: "word", vocabulary: 10, lowercase: true } as const;
const vocabulary = buildVocabulary(["the", "sea", "."], [3, 2, 1], undefined, {
  start: true,
  end: true,
});

describe("tokenizeText", () => {
  let base = "";
  before(() => {
    base = mkdtempSync(join(tmpdir(), "unroll-"));
    writeFileSync(join(base, "t.txt"), "The sea. The\nkraken.");
    const records = ["The sea. The", "kraken."].map((text) => JSON.stringify({ text }) + "\n");
    writeFileSync(join(base, "t.jsonl"), records.join(""));
    writeFileSync(join(base, "empty.txt"), " \n");
    writeFileSync(join(base, "nothing.txt"), "");
    writeFileSync(join(base, "one.txt"), "x");
  });
  after(() => rmSync(base, { recursive: true }));

  const run = (path: string, layout: Layout, format: CorpusFormat = "text") => {
    const preparation = { format, tokenizer, layout, version: 2 } as const;
    return Effect.runPromise(tokenizeText(path, vocabulary, preparation, { base }));
  };
  const sentences = { kind: "sentences", maxLength: 3 } as const;

  it("reads a file as the format says", async () => {
    const part = await run("t.txt", sentences);
    assert.deepEqual([...part.tokens], [0, 3, 4, 5, 5, 1, 0, 3, 2, 5, 5, 1]);
    assert.deepEqual([...part.offsets], [0, 4, 6, 10, 12]);
    assert.deepEqual(countPredicted(part, vocabulary.unknown), {
      tokens: 8,
      unknown: 1,
      characters: 21,
      bytes: 21,
    });
    const lines = await run("t.txt", sentences, "lines");
    assert.deepEqual([...lines.tokens], [0, 3, 4, 5, 5, 1, 0, 3, 1, 0, 2, 5, 1]);
    const field = await run("t.jsonl", sentences, { jsonl: "text" });
    assert.deepEqual(field, lines);
  });
  it("refuses what is missing, empty or too short", async () => {
    const fails = (path: string, layout: Layout, message: RegExp) =>
      assert.rejects(run(path, layout), { message });
    await fails("none.txt", sentences, /^--text: No such file ".*none\.txt"$/);
    await fails("empty.txt", sentences, /^--text: empty\.txt holds no text as format text$/);
    await fails(
      "nothing.txt",
      sentences,
      /^--text: The corpus is empty \(nothing\.txt of 0 bytes\)$/,
    );
    const preparation = {
      format: "text",
      tokenizer: { kind: "char", lowercase: false },
      layout: { kind: "contiguous", size: 9 },
      version: 2,
    } as const;
    await assert.rejects(
      Effect.runPromise(tokenizeText("one.txt", vocabulary, preparation, { base })),
      { message: "--text: Expected at least 2 tokens in one.txt, got 1" },
    );
  });
});
