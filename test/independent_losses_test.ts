/**
 * What `score` stands on: with a product of our own, the bits of a token's loss depend on its row
 * alone.
 */
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import fc from "fast-check";
import type { Engine } from "../src/compute/engine.ts";
import { runOnPool } from "../src/compute/float32/plan_engine.ts";
import { compileFor } from "../src/compute/float32/compile_for.ts";
import { makeReferenceEngine } from "../src/compute/reference/reference_engine.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import type { Model } from "../src/model/model.ts";
import { fewTokens } from "../src/kernels/tuning.ts";
import type { Batch } from "../src/text/batch/batch.ts";
import { batchRow } from "../src/text/batch/batch_row.ts";
import { localPool } from "./support/local_pool.ts";
import { capacityOf } from "./support/plan_engine.ts";
import { batchOf, modelChoice, modelOf } from "./support/random_case.ts";
import { randomWeights } from "./support/random_weights.ts";
import { sentenceBatch } from "./support/sentence_batch.ts";

const options = {
  optimizer: makeOptimizer({
    kind: "sgd",
    learningRate: NaN,
    momentum: 0,
    nesterov: false,
    weightDecay: 0,
  }),
  clip: "none",
  loss: "token-mean",
  seed: 1,
} as const;

/** An engine in this thread, with room for the batches. */
function engineOf(model: Model, gemm: "wasm" | "wasm-fma" | "reference", batches: Batch[]) {
  const weights = randomWeights(model, 1);
  if (gemm === "reference") return makeReferenceEngine(model, weights, options);
  const plan = compileFor({ ...options, model, capacity: capacityOf(batches), gemm, workers: 1 });
  const pool = localPool(plan, gemm, options.optimizer.code, model.layers[0]!.gates);
  return runOnPool(plan, pool, { ...options, weights });
}

const lossesOf = (engine: Engine["Service"], batch: Batch): number[][] => {
  const { tokenLosses } = Effect.runSync(engine.evaluate(batch));
  return Array.from(batch.lengths, (length, row) => {
    const from = batch.offsets[row]!;
    return Array.from(tokenLosses.subarray(from, from + length));
  });
};

/** The rows of a batch as sentences, whose first token is only read. */
const sentencesOf = (batch: Batch): number[][] =>
  Array.from(batch.lengths, (_, row) => {
    const { inputs, targets } = batchRow(batch, row);
    // What a row predicts is what it reads next.
    return [...inputs, targets.at(-1)!];
  });

/** Each row by itself, its losses as in `expected`. */
function assertAlone(engine: Engine["Service"], sentences: number[][], expected: number[][]) {
  sentences.forEach((sentence, row) =>
    assert.deepEqual(lossesOf(engine, sentenceBatch([sentence])), [expected[row]], `row ${row}`)
  );
}

/** All rows side by side in pieces of `size` tokens, the state carried; ended rows read a 0 more. */
function inPieces(engine: Engine["Service"], sentences: number[][], size: number): number[][] {
  const losses: number[][] = sentences.map(() => []);
  const longest = Math.max(...sentences.map(({ length }) => length - 1));
  for (let from = 0; from < longest; from += size) {
    const pieces = sentences.map((sentence) => sentence.slice(from, from + size + 1));
    const rows = pieces.map((piece) => piece.length > 1 ? piece : [0, 0]);
    lossesOf(engine, sentenceBatch(rows, from > 0)).forEach((row, i) => {
      if (pieces[i]!.length > 1) losses[i]!.push(...row);
    });
  }
  return losses;
}

const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 40 });

describe("a row's losses", () => {
  for (const gemm of ["wasm", "wasm-fma", "reference"] as const) {
    it(`are alike to the bit by itself, in any batch and in pieces, products by ${gemm}`, () => {
      fc.assert(
        fc.property(modelChoice, lengths, fc.nat(99), (choice, lengths, seed) => {
          const model = modelOf(choice);
          fc.pre(model !== undefined);
          const sentences = sentencesOf(batchOf(lengths, model.vocabulary, seed));
          const whole = sentenceBatch(sentences);
          const engine = engineOf(model, gemm, [whole]);
          const expected = lossesOf(engine, whole);
          assertAlone(engine, sentences, expected);
          const back = lossesOf(engine, sentenceBatch(sentences.toReversed()));
          assert.deepEqual(back.toReversed(), expected);
          assert.deepEqual(inPieces(engine, sentences, 1 + seed % 5), expected);
        }),
        { numRuns: 25 },
      );
    });
  }

  /** Sizes on both sides of where products and softmax are cut otherwise. */
  const large = {
    "with so many words that training would cut few tokens otherwise": [14_000, 5, 6],
    "with sums and rows longer than the product's blocks": [700, 40, 270],
  } as const;
  for (const [name, [vocabulary, embedding, hidden]] of Object.entries(large)) {
    it(`are alike to the bit ${name}`, () => {
      const model = modelOf({
        ...{ cell: "gru", vocabulary, embedding, hidden, layers: 1, dropout: 0 },
        ...{ tied: false, bias: true, truncate: "full" },
      })!;
      const lengths = Array.from({ length: 40 }, (_, row) => 2 + row % 5);
      assert.ok(lengths.reduce((a, b) => a + b) > fewTokens);
      const sentences = sentencesOf(batchOf(lengths, vocabulary, 1));
      const whole = sentenceBatch(sentences);
      for (const gemm of ["wasm", "wasm-fma"] as const) {
        const engine = engineOf(model, gemm, [whole]);
        assertAlone(engine, sentences.slice(0, 8), lossesOf(engine, whole).slice(0, 8));
      }
    });
  }
});
