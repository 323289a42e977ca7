import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import type { CarriedState } from "../src/compute/engine.ts";
import type { EngineOptions } from "../src/compute/engine.ts";
import { builtinCells } from "../src/model/cells/builtin_cells.ts";
import type { Model } from "../src/model/model.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import { outputCut } from "../src/compute/plan/cuts.ts";
import { bothEngines } from "./support/both_engines.ts";
import { products } from "./support/plan_engine.ts";
import { batchOf, engineOptions, modelChoice, modelOf, rowLengths } from "./support/random_case.ts";
import { randomWeights } from "./support/random_weights.ts";
import { userCells } from "./support/user_cells.ts";

const gemmChoice = fc.constantFrom(...products());
const runs = { seed: 1, numRuns: 40 };

/** States that no training left, rows × size each. */
const anyState = ({ layers }: Model, rows: number): CarriedState =>
  layers.map(({ states }, layer) =>
    states.map(({ size }, state) =>
      Float64Array.from(
        { length: size * rows },
        (_, i) => Math.fround(Math.sin(i + layer + 2 * state)),
      )
    )
  );

describe("the float32 plan computes what the float64 engine does", () => {
  const options: EngineOptions = {
    // A large epsilon: what divides by the gradient's size would make much of rounding.
    optimizer: makeOptimizer({
      kind: "adam",
      learningRate: NaN,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 0.1,
      weightDecay: 0,
    }),
    clip: "none",
    loss: "token-mean",
    seed: 3,
  };
  const descent = makeOptimizer({
    kind: "sgd",
    learningRate: NaN,
    momentum: 0,
    nesterov: false,
    weightDecay: 0,
  });
  for (const cell of [...Object.keys(builtinCells), ...Object.keys(userCells)]) {
    it(`with the cell ${cell}, whatever is below it and however far it learns back`, () => {
      for (const embedding of [0, 6]) {
        for (const layers of [1, 2]) {
          for (const truncate of ["full", 0, 1, 3] as const) {
            const choice = { cell, embedding, layers, truncate, vocabulary: 7, hidden: 6 };
            const model = modelOf({ ...choice, dropout: 0.2, tied: false, bias: true })!;
            const first = batchOf([5, 2, 1, 7, 7], 7, 1);
            const second = batchOf([3, 6, 1], 7, 2);
            const engines = bothEngines(model, randomWeights(model, 1), options, [first], "wasm");
            engines.train(first, 0);
            engines.train(second, 1);
          }
        }
      }
    });
  }

  it("with so many words that the output layer learns block by block", () => {
    const rest = {
      cell: "gru",
      layers: 1,
      dropout: 0,
      truncate: "full",
      embedding: 6,
      hidden: 6,
      vocabulary: 3700,
    } as const;
    for (const tied of [false, true]) {
      for (const optimizer of [options.optimizer, descent]) {
        for (const clip of ["none", { norm: 0.1 }] as const) {
          const model = modelOf({ ...rest, tied, bias: !tied })!;
          const first = batchOf(Array.from({ length: 24 }, (_, i) => 1 + (i % 5)), 3700, 1);
          const few = batchOf([3, 5, 1], 3700, 2);
          assert(outputCut(70, 3700).whole && !outputCut(9, 3700).whole);
          const all = { ...options, optimizer, clip };
          const engines = bothEngines(model, randomWeights(model, 1), all, [first], "wasm");
          engines.train(first, 0);
          engines.train(few, 1);
          engines.train(first, 2);
        }
      }
    }
  });

  it("on sentences of unequal length", () => {
    const lengths = fc.tuple(rowLengths, rowLengths);
    fc.assert(
      fc.property(
        modelChoice,
        lengths,
        engineOptions,
        gemmChoice,
        fc.nat(),
        (choice, [first, second], options, gemm, seed) => {
          const model = modelOf(choice);
          fc.pre(model !== undefined);
          const batch = (lengths: readonly number[], i: number) =>
            batchOf(lengths, model.vocabulary, seed + i);
          const [a, b] = [batch(first, 0), batch(second, 1)];
          const engines = bothEngines(model, randomWeights(model, seed), options, [a, b], gemm);
          engines.evaluate(b, "before");
          engines.train(a, 0);
          engines.evaluate(a, "after a step");
          engines.evaluate(b, "without another step");
          engines.train(b, 1);
        },
      ),
      runs,
    );
  });

  it("on batches that go on from the state before, whatever is evaluated between", () => {
    fc.assert(
      fc.property(
        modelChoice,
        rowLengths,
        fc.boolean(),
        engineOptions,
        gemmChoice,
        fc.nat(),
        (choice, lengths, even, options, gemm, seed) => {
          const model = modelOf(choice);
          fc.pre(model !== undefined);
          const streams = even ? lengths.map(() => lengths[0]!) : lengths;
          const batch = (i: number, carried: boolean, shape: readonly number[] = streams) =>
            batchOf(shape, model.vocabulary, seed + i, carried);
          const other = batch(10, false, lengths.toReversed());
          const engines = bothEngines(
            model,
            randomWeights(model, seed),
            options,
            [batch(0, true), other],
            gemm,
          );
          engines.train(batch(0, true), 0);
          engines.evaluate(batch(1, true), "the first that is carried");
          engines.evaluate(batch(2, true), "carried on");
          engines.train(batch(3, true), 1);
          engines.evaluate(batch(4, true, streams.map(() => 1)), "short and carried on");
          engines.evaluate(other, "not carried");
          engines.setCarried(anyState(model, streams.length));
          engines.train(batch(5, true, streams.map(() => 1)), 2);
          engines.train(batch(6, false), 3);
        },
      ),
      runs,
    );
  });
});
