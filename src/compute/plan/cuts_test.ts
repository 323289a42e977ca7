import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { fewTokens } from "../../kernels/tuning.ts";
import { evaluationCut, gradientRows, logitsStride, outputCut, outputRows } from "./cuts.ts";

const tokens = fc.integer({ min: 1, max: 20_000 });
const vocabulary = fc.integer({ min: 1, max: 200_000 });

describe("cuts", () => {
  it("keep the kernels' blocks whole and cover everything, no piece empty", () => {
    fc.assert(fc.property(tokens, vocabulary, (tokens, vocabulary) => {
      const cut = outputCut(tokens, vocabulary);
      assert.equal(cut.tokens % 16, 0);
      assert.equal(cut.words % outputRows(vocabulary), 0);
      assert.equal(outputRows(vocabulary) % 16, 0);
      assert.equal(cut.wordBlocks, Math.ceil(vocabulary / cut.words));
      assert.equal(cut.tokenBlocks, Math.ceil(tokens / cut.tokens));
      assert.ok(logitsStride(tokens) >= tokens && logitsStride(tokens) % 8 === 0);
    }));
  });

  it("give several workers something to do as soon as there is enough", () => {
    fc.assert(fc.property(tokens, vocabulary, (tokens, vocabulary) => {
      const { wordBlocks, tokenBlocks, whole } = outputCut(tokens, vocabulary);
      const pieces = whole ? wordBlocks : wordBlocks * tokenBlocks;
      if (tokens * vocabulary >= 2 ** 20) assert.ok(pieces >= 4, `${pieces} pieces`);
      if (tokens > fewTokens) assert.ok(wordBlocks <= 24, `${wordBlocks} blocks of words`);
    }));
  });

  it("are of words for many words, of tokens for few", () => {
    const shape = (tokens: number, vocabulary: number) => {
      const { words, tokens: rows, wordBlocks, tokenBlocks, whole } = outputCut(tokens, vocabulary);
      return [words, rows, wordBlocks, tokenBlocks, whole];
    };
    assert.deepEqual(shape(17, 8000), [512, 32, 16, 1, false]);
    assert.deepEqual(shape(700, 10_000), [512, 240, 20, 3, true]);
    assert.deepEqual(shape(2048, 65), [80, 256, 1, 8, false]);
  });

  it("are of the same words for any number of tokens in evaluation, those of many in training", () => {
    fc.assert(fc.property(tokens, vocabulary, (tokens, vocabulary) => {
      assert.equal(evaluationCut(tokens, vocabulary).words, outputCut(20_000, vocabulary).words);
      const { words, wordBlocks } = outputCut(tokens, vocabulary);
      if (words !== evaluationCut(tokens, vocabulary).words) {
        assert.ok(tokens <= fewTokens && wordBlocks > 24);
      }
    }));
  });

  it("leave at least two pieces of every weight's gradient that has rows for it", () => {
    for (let rows = 17; rows < 3000; rows++) {
      const size = gradientRows(rows);
      assert.ok(Math.ceil(rows / size) >= 2 && size <= 256 && size % 16 === 0);
    }
  });
});
