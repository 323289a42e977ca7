import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Inference } from "../src/compute/inference/inference.ts";
import { inferencePlan } from "../src/compute/inference/inference_plan.ts";
import type { WasmProductKind } from "../src/kernels/product.ts";
import { planInference } from "../src/compute/inference/plan_inference.ts";
import { referenceInference } from "../src/compute/inference/reference_inference.ts";
import { builtinCells } from "../src/model/cells/builtin_cells.ts";
import { softmaxCrossEntropy } from "../src/model/gates/softmax_cross_entropy.ts";
import type { Model, Values } from "../src/model/model.ts";
import { byteOf } from "../src/kernels/pointer.ts";
import { sharedMemory } from "../src/kernels/shared_memory.ts";
import { below } from "../src/base/random/below.ts";
import { key } from "../src/base/random/key.ts";
import { initialWeights } from "../src/model/initial_weights.ts";
import { modelChoice, modelOf } from "./support/random_case.ts";
import { randomWeights } from "./support/random_weights.ts";
import { seedVectors } from "./support/reference_vectors.ts";
import { tutorialModel, tutorialWeights } from "./support/tutorial_model.ts";

const inferenceOf = (
  model: Model,
  weights: Values,
  rows: number,
  gemm: WasmProductKind = "wasm-fma",
): Inference => {
  const plan = inferencePlan(model, rows, gemm);
  const memory = sharedMemory(plan.bytes);
  // What a plan must write before it reads is not 0 by luck.
  const weightsEnd = byteOf(plan.parameters) + 4 * plan.parameterElements;
  new Float32Array(memory.buffer, weightsEnd).fill(NaN);
  return planInference(model.layers[0]!.gates, weights, plan, gemm, memory);
};

const tokensOf = (count: number, vocabulary: number, seed: number): Int32Array => {
  const stream = key(seed, "tokens");
  return Int32Array.from({ length: count }, (_, i) => below(stream, i, vocabulary));
};

const logProbabilities = (inference: Inference, row: number): Float64Array =>
  softmaxCrossEntropy.logPredict(Float64Array.from(inference.logits(row)));

const gru = (vocabulary: number) =>
  modelOf({
    ...{ cell: "gru", vocabulary, embedding: 20, hidden: 24, layers: 2 },
    ...{ dropout: 0.3, tied: false, bias: true, truncate: "full" },
  })!;

/** Log-probabilities of the next token, all through texts that are read in both ways. */
const expectations = (inference: Inference): number[] => {
  const { rows, vocabulary } = inference;
  const found: number[] = [];
  const note = () => {
    for (let row = 0; row < rows; row++) found.push(...logProbabilities(inference, row));
  };
  for (let row = 0; row < rows; row++) {
    inference.begin(row);
    inference.read(row, tokensOf(3 + 40 * row, vocabulary, row));
  }
  note();
  for (let time = 0; time < 10; time++) {
    inference.step(tokensOf(rows, vocabulary, 100 + time));
    note();
  }
  return found;
};

const largestDifference = (some: readonly number[], others: readonly number[]): number =>
  some.reduce((worst, x, i) => Math.max(worst, Math.abs(x - others[i]!)), 0);

/** A layernorm of equal numbers, as random cells have it, makes noise of any rounding. */
const normalizes = ({ layers }: Model): boolean =>
  layers.some(({ nodes }) => nodes.some((node) => node.op === "gate" && node.gate === "layernorm"));

/** How far float32 is from the reference; and the reference from itself, its weights off by 1e-6. */
const differences = (model: Model, weights: Values, gemm: WasmProductKind) => {
  const rows = 3;
  const off = new Map([...weights].map(([name, values]) => [
    name,
    Float64Array.from(values, (x, i) => x * (1 + 1e-6 * Math.sin(i + name.length))),
  ]));
  const exact = expectations(referenceInference(model, weights, rows));
  return {
    worst: largestDifference(expectations(inferenceOf(model, weights, rows, gemm)), exact),
    magnified: largestDifference(expectations(referenceInference(model, off, rows)), exact),
  };
};

describe("inference in float32", () => {
  for (const cell of [...Object.keys(builtinCells), "layernorm"]) {
    for (const gemm of ["wasm", "wasm-fma"] as const) {
      it(`expects of the next token what the reference does, to 1e-5: ${cell}, ${gemm}`, () => {
        const model = modelOf({
          ...{ cell, vocabulary: 50, embedding: 17, hidden: 40, layers: 2 },
          ...{ dropout: 0.5, tied: false, bias: true, truncate: 3 },
        })!;
        const { worst } = differences(model, initialWeights(model, 7), gemm);
        assert.ok(worst > 0 && worst < 1e-5, `${worst}`);
      });
    }
  }

  it("does so for random models of random cells, unless they magnify any rounding", () => {
    fc.assert(
      fc.property(modelChoice, fc.nat(), (choice, seed) => {
        const model = modelOf(choice);
        if (model === undefined || normalizes(model)) return;
        const { worst, magnified } = differences(model, initialWeights(model, seed), "wasm-fma");
        assert.ok(worst < 1e-5 + 10 * magnified, `${worst}, magnified ${magnified}`);
      }),
      { numRuns: 40 },
    );
  });

  for (const gemm of ["wasm", "wasm-fma"] as const) {
    it(`gives a row the same bits beside any others, and read or stepped: ${gemm}`, () => {
      for (const vocabulary of [5, 33, 100]) {
        const model = gru(vocabulary);
        const weights = randomWeights(model, 3);
        const text = tokensOf(150, vocabulary, 9);
        const alone = inferenceOf(model, weights, 1, gemm);
        alone.begin(0);
        alone.read(0, text);
        const expected = [...alone.logits(0)];
        for (const rows of [1, 2, 6, 7, 17, 33]) {
          const many = inferenceOf(model, weights, rows, gemm);
          for (let row = 0; row < rows; row++) many.begin(row);
          const own = rows - 1;
          text.forEach((token, time) => {
            const tokens = tokensOf(rows, vocabulary, time);
            tokens[own] = token;
            many.step(tokens);
          });
          assert.deepEqual([...many.logits(own)], expected);
        }
      }
    });
  }

  it("copies a row with its states and logits, and begins it anew", () => {
    const model = modelOf({
      ...{ cell: "learned", vocabulary: 9, embedding: 4, hidden: 5, layers: 2 },
      ...{ dropout: 0, tied: false, bias: false, truncate: "full" },
    })!;
    const inference = inferenceOf(model, randomWeights(model, 1), 3);
    for (let row = 0; row < 3; row++) inference.begin(row);
    inference.read(1, tokensOf(70, 9, 1));
    inference.copy(1, 0);
    assert.deepEqual(inference.logits(0), inference.logits(1));
    inference.step(Int32Array.of(4, 4, 4));
    const [copied, original, other] = [0, 1, 2].map((row) => [...inference.logits(row)]);
    assert.deepEqual(copied, original);
    assert.notDeepEqual(other, original);
    inference.begin(1);
    inference.read(1, Int32Array.of(4));
    assert.deepEqual([...inference.logits(1)], other);
  });
});

describe("inference predicts what the tutorial's own program does", () => {
  const engines = {
    "float64": referenceInference,
    "wasm": (...of: Parameters<typeof referenceInference>) => inferenceOf(...of, "wasm"),
    "wasm-fma": (...of: Parameters<typeof referenceInference>) => inferenceOf(...of, "wasm-fma"),
  };
  for (const [name, open] of Object.entries(engines)) {
    seedVectors.cases.forEach((seed, i) =>
      it(`case ${i}, ${name}`, () => {
        const inference = open(tutorialModel(seed), tutorialWeights(seed), 1);
        inference.begin(0);
        let loss = 0;
        seed.x.forEach((token, t) => {
          inference.step(Int32Array.of(token));
          const logs = logProbabilities(inference, 0);
          assert.equal(logs.indexOf(Math.max(...logs)), seed.predict[t]);
          loss -= logs[seed.y[t]!]!;
        });
        const tolerance = name === "float64" ? 1e-9 : 1e-5;
        assert.ok(Math.abs(loss / seed.x.length - seed.meanLoss) < tolerance);
      })
    );
  }
});
