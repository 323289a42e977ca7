/**
 * The reference numbers of test/vectors as test cases for any engine: gradients and losses
 * of the tutorial's own program, its training curves and final weights, and PyTorch's
 * rnn, gru and lstm, with and without truncation.
 */
import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import { Effect, Result, type Scope } from "effect";
import type { Batch } from "../../src/text/batch/batch.ts";
import type { Engine } from "../../src/compute/engine.ts";
import type { EngineOptions } from "../../src/compute/engine.ts";
import type { RunError } from "../../src/base/errors.ts";
import { buildModel } from "../../src/model/build_model.ts";
import type { Model, Values } from "../../src/model/model.ts";
import { sgd } from "../../src/compute/optimizer/sgd.ts";
import { modelTensors, modelValues } from "../../src/experiment/tensors/model_tensors.ts";
import { assertClose } from "./assert_close.ts";
import { seedVectors, type TorchCase, torchModels, torchTruncated } from "./reference_vectors.ts";
import { sentenceBatch } from "./sentence_batch.ts";
import { tutorialModel, tutorialWeights } from "./tutorial_model.ts";

/** Makes the engine under test; `batches` are all that it will be given, for sizing. */
export type EngineFactory = (
  model: Model,
  weights: Values,
  options: EngineOptions,
  batches: readonly Batch[],
) => Effect.Effect<Engine["Service"], RunError, Scope.Scope>;

/** Largest differences, relative to the largest absolute value of the array. */
export interface Tolerances {
  readonly values: number;
  readonly gradients: number;
}

/** Registers one test a case. */
export function referenceCases(makeEngine: EngineFactory, tolerances: Tolerances): void {
  const run = (test: Effect.Effect<void, RunError, Scope.Scope>) =>
    Effect.runPromise(Effect.scoped(test));
  seedVectors.cases.forEach((seed, i) => {
    it(`tutorial's case ${i}`, () => run(seedCase(makeEngine, tolerances, seed)));
  });
  seedVectors.curves.forEach((curve, i) => {
    it(`tutorial's curve ${i}`, () => run(seedCurve(makeEngine, tolerances, curve)));
  });
  for (
    const [name, cases] of [["", torchModels.cases], ["truncated ", torchTruncated.cases]] as const
  ) {
    cases.forEach((torch, i) => {
      it(`PyTorch's ${name}case ${i}: ${torch.kind}`, () =>
        run(torchCase(makeEngine, tolerances, torch)));
    });
  }
}

/** Plain gradient descent; `loss` makes the gradient that of the mean a token or of the sum. */
const options = (loss: EngineOptions["loss"]): EngineOptions => ({
  optimizer: sgd({ weightDecay: 0 }),
  clip: "none",
  loss,
  seed: 0,
});

const assertValues = (actual: Values, expected: Values, tolerance: number, what: string): void => {
  assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
  for (const [key, value] of expected) {
    assertClose(actual.get(key)!, value, tolerance, `${what} of ${key}`);
  }
};

/** The sum's gradient from that of the mean a token. */
const scaled = (values: Values, factor: number): Values =>
  new Map([...values].map(([key, value]) => [key, Float64Array.from(value, (x) => x * factor)]));

const seedCase = Effect.fnUntraced(function* (
  makeEngine: EngineFactory,
  tolerances: Tolerances,
  seed: (typeof seedVectors.cases)[number],
) {
  const { x, y, meanLoss, dU, dW, dV } = seed;
  const batch: Batch = { ...sentenceBatch([[...x, y.at(-1)!]]), targets: Int32Array.from(y) };
  const engine = yield* makeEngine(
    tutorialModel(seed),
    tutorialWeights(seed),
    options("token-mean"),
    [batch],
  );
  const { rowLosses } = yield* engine.evaluate(batch);
  assertClose([rowLosses[0]! / x.length], [meanLoss], tolerances.values, "evaluated loss");
  const { loss } = yield* engine.train(batch, { step: 0, learningRate: 0 });
  assertClose([loss / x.length], [meanLoss], tolerances.values, "trained loss");
  const gradient = scaled(yield* engine.gradient, x.length);
  const expected = tutorialWeights({ U: dU, W: dW, V: dV });
  assertValues(gradient, expected, tolerances.gradients, "gradient");
});

const seedCurve = Effect.fnUntraced(function* (
  makeEngine: EngineFactory,
  tolerances: Tolerances,
  curve: (typeof seedVectors.curves)[number],
) {
  const batches = curve.sentences.map((sentence) => sentenceBatch([sentence]));
  const all = sentenceBatch(curve.sentences);
  const engine = yield* makeEngine(
    tutorialModel(curve),
    tutorialWeights(curve.init),
    options("sentence-sum"),
    [all, ...batches],
  );
  const losses: number[] = [];
  const halvings: number[] = [];
  let learningRate = curve.learningRate;
  let step = 0;
  for (let epoch = 0; epoch < curve.epochs; epoch++) {
    const { rowLosses } = yield* engine.evaluate(all);
    const mean = rowLosses.reduce((sum, loss, row) => sum + loss / all.lengths[row]!, 0) /
      rowLosses.length;
    if (mean > (losses.at(-1) ?? Infinity)) halvings.push(learningRate /= 2);
    losses.push(mean);
    for (const batch of batches) yield* engine.train(batch, { step: step++, learningRate });
  }
  assertClose(losses, curve.losses.map(([, loss]) => loss), tolerances.values, "curve");
  assert.deepEqual(halvings, curve.learningRatesAfterHalving);
  const { finalU: U, finalW: W, finalV: V } = curve;
  assertValues(
    yield* engine.weights,
    tutorialWeights({ U, W, V }),
    tolerances.values,
    "final weights",
  );
});

const torchCase = Effect.fnUntraced(function* (
  makeEngine: EngineFactory,
  tolerances: Tolerances,
  { kind, vocabulary, embedding, hidden, layers, truncate, ...torch }: TorchCase,
) {
  const config = {
    cell: kind,
    embedding,
    hidden,
    layers,
    dropout: 0,
    tied: false,
    bias: true,
    truncate: truncate ?? "full" as const,
  };
  const model = Result.getOrThrow(buildModel(config, {}, vocabulary));
  const valuesOf = (tensors: TorchCase["params"]) =>
    Result.getOrThrow(modelValues(
      model,
      new Map(
        Object.entries(tensors).map(([name, rows]) => {
          const shape = model.tensors.find((tensor) => tensor.name === name)?.shape ?? [];
          return [name, { shape, data: Float64Array.from(rows.flat()) }];
        }),
      ),
      "torch",
    ));
  const batch = sentenceBatch(torch.sentences);
  const engine = yield* makeEngine(model, valuesOf(torch.params), options("token-mean"), [batch]);
  const { rowLosses, tokens } = yield* engine.evaluate(batch);
  assert.equal(tokens, torch.tokens);
  const evaluated = rowLosses.reduce((a, b) => a + b, 0);
  assertClose([evaluated], [torch.sumLoss], tolerances.values, "evaluated loss");
  const report = yield* engine.train(batch, { step: 0, learningRate: 0 });
  assertClose([report.loss], [torch.sumLoss], tolerances.values, "trained loss");
  const gradient = modelTensors(model, scaled(yield* engine.gradient, tokens), "float64");
  for (const [name, rows] of Object.entries(torch.gradients)) {
    const { data } = gradient.get(name)!;
    assertClose(data, rows.flat(), tolerances.gradients, `gradient of ${name}`);
  }
  assert.equal(Object.keys(torch.gradients).length, gradient.size);
});
