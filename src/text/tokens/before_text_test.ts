import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { kindOf, newestPreparation, type Preparation } from "../tokenizer/preparation.ts";
import type { TokenizerConfig } from "../tokenizer/schema.ts";
import { lineBreakToken } from "./before_text.ts";

const layout = { kind: "contiguous", size: 2, maxLength: "none" } as const;

/** The token of a line break after a text of `symbols`. */
function lineBreak(tokenizer: TokenizerConfig, symbols: readonly string[]): string | undefined {
  const preparation: Preparation = {
    format: "text",
    tokenizer,
    layout,
    version: newestPreparation,
  };
  const special = { start: false, end: false };
  const vocabulary = kindOf(preparation).learn(symbols, symbols.map(() => 1), special);
  const token = lineBreakToken(vocabulary, preparation);
  return token === undefined ? undefined : vocabulary.words[token];
}

describe("lineBreakToken", () => {
  it("is the token that a line break has in each kind of stream", () => {
    assert.equal(lineBreak({ kind: "char", lowercase: false }, ["a", "\n"]), "\n");
    assert.equal(lineBreak({ kind: "byte" }, []), "Ċ");
    assert.equal(lineBreak({ kind: "bpe" }, ["a", "\n"]), "Ċ");
  });
  it("is undefined where the vocabulary has none", () => {
    assert.equal(lineBreak({ kind: "char", lowercase: false }, ["a"]), undefined);
    const whitespace = { kind: "whitespace", lowercase: false, end: "none" } as const;
    assert.equal(lineBreak(whitespace, ["a"]), undefined);
  });
});
