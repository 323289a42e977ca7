import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { Preparation } from "../tokenizer/preparation.ts";
import { tokenCacheKey } from "./token_cache_key.ts";

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
      keyOf({ version: 3 }),
      keyOf({ sentences: "lines" }),
      keyOf({ sentences: "none" }),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });
  it("does not differ with what does not", () => {
    const wide = { kind: "contiguous", size: 3, length: 5 } as const;
    assert.equal(keyOf({ layout: wide }), keyOf({ layout: { kind: "contiguous", size: 4 } }));
    const batch = { ...sentences, size: 3, shuffle: true };
    assert.equal(keyOf({ layout: batch }), keyOf({}));
    assert.equal(keyOf({ sentences: "rules" }), keyOf({}));
    assert.equal(keyOf({ version: 1 }), keyOf({}));
    const characters = { tokenizer: char, layout: stream };
    assert.equal(keyOf({ ...characters, version: 3 }), keyOf({ ...characters, version: 2 }));
  });
});
