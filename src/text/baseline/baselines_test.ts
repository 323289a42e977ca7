import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import type { TokenPart } from "../tokens/token_part.ts";
import { baselines, bigramWeights } from "./baselines.ts";

function part(rows: readonly (readonly number[])[]): TokenPart {
  const offsets = [0];
  for (const row of rows) offsets.push((offsets.at(-1) ?? 0) + row.length);
  const tokens = Int32Array.from(rows.flat());
  return {
    tokens,
    offsets: Int32Array.from(offsets),
    characters: new Uint8Array(tokens.length),
    bytes: new Uint16Array(tokens.length),
  };
}

const pairsOf = (rows: readonly (readonly number[])[]) =>
  rows.flatMap((row) => row.slice(1).map((word, i) => [row[i] ?? -1, word] as const));

/** P(w | v) straight from the formula, by counting anew each time. */
function probability(train: readonly (readonly number[])[], vocabulary: number, weight: number) {
  const pairs = pairsOf(train);
  return (before: number, word: number): number => {
    const count = (test: (v: number, w: number) => boolean) =>
      pairs.filter(([v, w]) => test(v, w)).length;
    const unigram = (count((_, w) => w === word) + 1) / (pairs.length + vocabulary);
    const context = count((v) => v === before);
    if (context === 0) return unigram;
    return weight * count((v, w) => v === before && w === word) / context + (1 - weight) * unigram;
  };
}

const vocabulary = 5;
const row = fc.array(fc.nat(vocabulary - 1), { minLength: 2, maxLength: 8 });
const text = fc.array(row, { minLength: 1, maxLength: 8 });

describe("baselines", () => {
  it("is the formula, with the best weight", () => {
    fc.assert(fc.property(text, text, (train, measured) => {
      const found = baselines(part(train), part(measured), vocabulary);
      const lossAt = (weight: number) => {
        const p = probability(train, vocabulary, weight);
        const pairs = pairsOf(measured);
        return pairs.reduce((sum, [v, w]) => sum - Math.log(p(v, w)), 0) / pairs.length;
      };
      const close = (a: number, b: number) =>
        assert.ok(Math.abs(a - b) < 1e-12 * Math.max(1, b), `${a} ${b}`);
      close(found.unigram.loss, lossAt(0));
      close(found.bigram.loss, lossAt(found.bigram.weight));
      close(found.bigram.loss, Math.min(...bigramWeights.map(lossAt)));
      close(found.bigram.perplexity / Math.exp(found.bigram.loss), 1);
    }));
  });
  it("gives probabilities that add up to 1 after any token", () => {
    fc.assert(fc.property(text, fc.nat(vocabulary - 1), (train, before) => {
      const one = (word: number) =>
        baselines(part(train), part([[before, word]]), vocabulary).unigram.loss;
      const sum = Array.from({ length: vocabulary }, (_, word) => Math.exp(-one(word))).reduce((
        a,
        b,
      ) => a + b);
      assert.ok(Math.abs(sum - 1) < 1e-12);
    }));
  });
  it("learns a text that a bigram explains", () => {
    const rows = Array.from({ length: 50 }, () => [0, 1, 2, 3]);
    const { unigram, bigram } = baselines(part(rows), part(rows), 4);
    assert.equal(bigram.weight, 0.9);
    assert.ok(bigram.perplexity < 1.1 && unigram.perplexity > 2.9);
  });
});
