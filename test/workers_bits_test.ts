import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import type { Batch } from "../src/text/batch/batch.ts";
import type { Engine } from "../src/compute/engine.ts";
import { runOnPool } from "../src/compute/float32/plan_engine.ts";
import type { EngineOptions } from "../src/compute/engine.ts";
import type { RunError } from "../src/base/errors.ts";
import { initialWeights } from "../src/model/initial_weights.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import { compile } from "../src/compute/compile/compile.ts";
import { localPool } from "./support/local_pool.ts";
import { capacityOf, planEngineFor, products } from "./support/plan_engine.ts";
import { batchOf, modelOf } from "./support/random_case.ts";

/** Words enough for several pieces of the output layer, of the embedding and of the update. */
const some = 1100;
/** So many that the output layer learns block by block. */
const many = 3700;

const model = (cell: string, tied: boolean, truncate: number | "full", vocabulary = some) =>
  modelOf({
    cell,
    vocabulary,
    embedding: 21,
    hidden: 25,
    layers: 2,
    dropout: 0.25,
    tied,
    bias: true,
    truncate,
  })!;

const batches = (
  lengths: readonly (readonly number[])[],
  carried = false,
  vocabulary = some,
) => lengths.map((rows, i) => batchOf(rows, vocabulary, i, carried));

const cases = {
  "sentences of unequal length": {
    model: model("lstm", false, "full"),
    batches: batches([
      [12, 3, 1, 8, 8, 19, 2, 14],
      [1, 1, 1, 2],
      Array.from({ length: 21 }, (_, row) => 1 + 5 * row % 13),
    ]),
  },
  "one sentence a batch, truncated, tied weights": {
    model: model("gru", true, 2),
    batches: batches([[17], [1], [28]]),
  },
  "streams that are carried on": {
    model: model("peephole", true, "full"),
    batches: batches(Array.from({ length: 3 }, () => Array.from({ length: 6 }, () => 13)), true),
  },
  "many words, with many tokens and with few": {
    model: model("rnn", false, "full", many),
    batches: batches([[40, 30, 20, 10], [3, 2], [65]], false, many),
  },
};

const options: EngineOptions = {
  optimizer: makeOptimizer({
    kind: "adam",
    learningRate: NaN,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.001,
  }),
  clip: { norm: 0.5 },
  loss: "token-mean",
  seed: 7,
};

/** Bytes of everything that training computes and leaves, and of an evaluation's losses, as a hash. */
const train = Effect.fnUntraced(function* (
  engine: Engine["Service"],
  batches: readonly Batch[],
): Effect.fn.Return<string, RunError> {
  const hash = createHash("sha256");
  for (const [step, batch] of batches.entries()) {
    const report = yield* engine.train(batch, { step, learningRate: 0.01 });
    hash.update(Float64Array.of(report.loss, report.gradientNorm!));
  }
  const arrays = [yield* engine.weights, ...(yield* engine.slots).values()];
  for (const values of arrays) for (const value of values.values()) hash.update(value);
  for (const batch of batches) hash.update((yield* engine.evaluate(batch)).rowLosses);
  return hash.digest("hex");
});

describe("the number of workers changes no bit", () => {
  for (const gemm of products()) {
    for (const [name, { model, batches }] of Object.entries(cases)) {
      it(`${name}, products by ${gemm}`, async () => {
        const weights = initialWeights(model, 3);
        const plan = compile(model, {
          capacity: capacityOf(batches),
          slots: options.optimizer.slots.length,
          gemm,
          sparse: options.optimizer.sparse ?? false,
          workers: 1,
        });
        const pool = localPool(plan, gemm, options.optimizer.code);
        const alone = runOnPool(plan, pool, { ...options, weights });
        const expected = await Effect.runPromise(train(alone, batches));
        for (const workers of [2, 3]) {
          const hash = await Effect.runPromise(Effect.scoped(
            Effect.flatMap(
              planEngineFor(model, weights, options, batches, { gemm, workers }),
              (engine) => train(engine, batches),
            ),
          ));
          assert.equal(hash, expected, `${workers} workers`);
        }
      });
    }
  }
});
