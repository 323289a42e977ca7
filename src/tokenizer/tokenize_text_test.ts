import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import type { Layout } from "./layout.ts";
import { type TextSource, tokenizeText } from "./tokenize_text.ts";
import { buildVocabulary } from "./vocabulary.ts";

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
    writeFileSync(join(base, "empty.txt"), " \n");
  });
  after(() => rmSync(base, { recursive: true }));

  const run = (source: TextSource, layout: Layout) =>
    Effect.runPromise(tokenizeText(source, vocabulary, tokenizer, layout, { base }));
  const sentences = { kind: "sentences", maxLength: 3 } as const;

  it("reads a file or a string alike", async () => {
    const part = await run({ path: "t.txt" }, sentences);
    assert.deepEqual([...part.tokens], [0, 3, 4, 5, 5, 1, 0, 3, 2, 5, 5, 1]);
    assert.deepEqual([...part.offsets], [0, 4, 6, 10, 12]);
    assert.deepEqual([part.characters, part.unknown], [21, 1]);
    assert.deepEqual(await run({ text: "The sea. The\nkraken." }, sentences), part);
  });
  it("refuses what is missing, empty or too short", async () => {
    const fails = (source: TextSource, layout: Layout, message: RegExp) =>
      assert.rejects(run(source, layout), { _tag: "InputError", message });
    await fails({ path: "none.txt" }, sentences, /"none\.txt" matches no file/);
    await fails({ path: "empty.txt" }, sentences, /^empty\.txt: Expected text, got none$/);
    await fails({ text: "" }, sentences, /^the text: Expected text, got none$/);
    await fails(
      { text: "The sea." },
      { kind: "contiguous", size: 9 },
      /^the text: Expected at least 10 tokens, got 4$/,
    );
  });
});
