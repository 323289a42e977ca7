import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { runOnPool } from "../src/compute/float32/plan_engine.ts";
import { initialWeights } from "../src/model/initial_weights.ts";
import type { Values } from "../src/model/model.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import type { OptimizerConfig } from "../src/compute/optimizer/schema.ts";
import { compile } from "../src/compute/compile/compile.ts";
import { localPool } from "./support/local_pool.ts";
import { capacityOf } from "./support/plan_engine.ts";
import { batchOf, modelOf } from "./support/random_case.ts";

const vocabulary = 1100;
const batches = [[9, 2], [3], [12, 12, 5, 1], [1, 2]].map((rows, i) =>
  batchOf(rows, vocabulary, i)
);

const sgd: OptimizerConfig = {
  kind: "sgd",
  learningRate: NaN,
  momentum: 0,
  nesterov: false,
  weightDecay: 0,
};

const hashOf = (values: Values): string => {
  const hash = createHash("sha256");
  for (const value of values.values()) hash.update(value);
  return hash.digest("hex");
};

/** Hashes of the weights and the gradient of each step, where untouched rows of tables are left out, or not. */
const train = (embedding: number, sparse: boolean, clip: "none" | { norm: number }): string[] => {
  const model = modelOf({
    cell: "rnn",
    vocabulary,
    embedding,
    hidden: 10,
    layers: 1,
    dropout: 0,
    tied: false,
    bias: true,
    truncate: "full",
  })!;
  const optimizer = makeOptimizer(sgd);
  const plan = compile(model, {
    capacity: capacityOf(batches),
    slots: 0,
    gemm: "wasm",
    sparse,
    workers: 1,
  });
  const engine = runOnPool(plan, localPool(plan, "wasm", optimizer.code), {
    weights: initialWeights(model, 5),
    optimizer,
    clip,
    loss: "sentence-sum",
    seed: 1,
  });
  return batches.flatMap((batch, step) => {
    // An evaluation between two steps changes nothing of what the next one wipes.
    Effect.runSync(engine.evaluate(batches[(step + 1) % batches.length]!));
    Effect.runSync(engine.train(batch, { step, learningRate: 0.1 }));
    return [hashOf(Effect.runSync(engine.weights)), hashOf(Effect.runSync(engine.gradient))];
  });
};

describe("leaving untouched rows of a table out of the update changes no bit", () => {
  for (const [name, embedding] of [["one-hot input", 0], ["an embedding", 7]] as const) {
    for (const clip of ["none", { norm: 0.3 }] as const) {
      it(`${name}, clip ${JSON.stringify(clip)}`, () => {
        assert.deepEqual(train(embedding, true, clip), train(embedding, false, clip));
      });
    }
  }

  it("is only asked of optimizers that leave an element alone whose gradient is 0", () => {
    const config = { learningRate: 1, momentum: 0, nesterov: false, weightDecay: 0 };
    const sparse = (change: Partial<typeof config>) =>
      makeOptimizer({ kind: "sgd", ...config, ...change }).sparse ?? false;
    assert.deepEqual(
      [{}, { momentum: 0.9 }, { weightDecay: 0.1 }].map(sparse),
      [true, false, false],
    );
  });
});
