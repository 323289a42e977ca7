/** The float32 plan beside the float64 engine. */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { Batch } from "../../src/text/batch/batch.ts";
import type { CarriedState, Engine } from "../../src/compute/engine.ts";
import { compileFor } from "../../src/compute/float32/compile_for.ts";
import { runOnPool } from "../../src/compute/float32/plan_engine.ts";
import type { EngineOptions } from "../../src/compute/engine.ts";
import { makeReferenceEngine } from "../../src/compute/reference/reference_engine.ts";
import type { RunError } from "../../src/base/errors.ts";
import type { ProductKind } from "../../src/kernels/product.ts";
import type { Model, Values } from "../../src/model/model.ts";
import { localPool } from "./local_pool.ts";
import { capacityOf } from "./plan_engine.ts";

/**
 * Largest difference between the engines, over the largest value of the array. The gradient of a layernorm
 * is a small difference of numbers up to 300 times as large (1/√epsilon).
 */
const toleranceOf = ({ layers }: Model): number =>
  layers.some(({ nodes }) => nodes.some((node) => node.op === "gate" && node.gate === "layernorm"))
    ? 1e-3
    : 2e-5;
/**
 * What is smaller than this is compared with this: the gradients p − 1 of a likely word and 1 − y² of a
 * saturated tanh are rounded as 1 is.
 */
const leastScale = 5e-2;
/** How far the weights of the third engine are off, as a share. */
const nudge = 1e-6;

const largestOf = (array: Iterable<number>): number => {
  let most = 0;
  for (const x of array) most = Math.max(most, Math.abs(x));
  return most;
};
const largest = (values: Values): number => largestOf([...values.values()].map(largestOf));

/**
 * Calls `see` with the difference of each element over the scale of its array: its largest value, but
 * not below `least`.
 */
function forDifferences(
  actual: Values,
  expected: Values,
  least: number,
  see: (error: number, key: string, i: number) => void,
): void {
  assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
  for (const [key, array] of expected) {
    const scale = Math.max(largestOf(array), least, leastScale);
    const got = actual.get(key)!;
    for (let i = 0; i < array.length; i++) see(Math.abs(got[i]! - array[i]!) / scale, key, i);
  }
}

/**
 * The same within the tolerance. Where rounding is magnified, as by a layernorm of nearly equal
 * numbers, so is a nudge to the weights: then that much more is allowed.
 */
const assertAgree = (
  [actual, expected, nudged]: readonly Values[],
  tolerance: number,
  what: string,
  least = 1e-2 * largest(expected!),
): void => {
  let magnified = 0;
  forDifferences(nudged!, expected!, least, (error) => magnified = Math.max(magnified, error));
  forDifferences(actual!, expected!, least, (error, key, i) => {
    if (error <= tolerance + 10 * magnified) return;
    const [got, value] = [actual!, expected!].map((values) => values.get(key)![i]);
    assert.fail(`${what}, ${key}[${i}]: ${got} instead of ${value}`);
  });
};

const named = (name: string, ...values: number[]): Values =>
  new Map([[name, Float64Array.from(values)]]);

const carriedValues = (state: CarriedState | undefined): Values =>
  new Map(
    (state ?? []).flatMap((layer, l) =>
      layer.map((values, s) => [`state ${s} of layer ${l}`, values] as const)
    ),
  );

const nudgedWeights = (weights: Values): Values =>
  new Map([...weights].map(([key, values]) => [
    key,
    Float64Array.from(values, (x, i) => x * (1 + nudge * Math.sin(i + key.length))),
  ]));

/**
 * Both engines, and the reference again off by a nudge: what one is asked all are, and their answers are
 * compared. `batches` are the largest that they will meet.
 */
export const bothEngines = (
  model: Model,
  weights: Values,
  options: EngineOptions,
  batches: readonly Batch[],
  gemm: ProductKind,
) => {
  const { optimizer } = options;
  const tolerance = toleranceOf(model);
  const agree = (answers: readonly Values[], what: string, least?: number) =>
    assertAgree(answers, tolerance, what, least);
  const plan = compileFor({ ...options, model, capacity: capacityOf(batches), gemm, workers: 1 });
  const fast = runOnPool(plan, localPool(plan, gemm, optimizer.code, model.layers[0]!.gates), {
    ...options,
    weights,
  });
  const slow = makeReferenceEngine(model, weights, options);
  const nudged = makeReferenceEngine(model, nudgedWeights(weights), options);
  const ask = <A>(question: (engine: Engine["Service"]) => Effect.Effect<A, RunError>) =>
    Effect.runSync(Effect.all([question(fast), question(slow), question(nudged)]));
  return {
    train: (batch: Batch, step: number): void => {
      const learningRate = 0.05;
      const reports = ask((engine) => engine.train(batch, { step, learningRate }));
      assert.equal(reports[0].tokens, reports[1].tokens);
      agree(reports.map(({ loss }) => named("loss", loss)), `step ${step}`);
      agree(reports.map(({ gradientNorm }) => named("norm", gradientNorm!)), `step ${step}`);
      const gradients = ask((engine) => engine.gradient);
      agree(gradients, `gradient of step ${step}`);
      const moved = largest(gradients[1]);
      const updated = ask((engine) => engine.weights);
      agree(updated, `weights after step ${step}`, learningRate * moved);
      const slots = ask((engine) => engine.slots);
      for (const name of optimizer.slots) {
        agree(slots.map((slot) => slot.get(name)!), `${name} after step ${step}`, moved);
      }
      const carried = ask((engine) => engine.carried);
      agree(carried.map(carriedValues), `states after step ${step}`);
      // Rounding must not grow from step to step: all go on from the same.
      const next = new Map(
        [...updated[1]].map(([key, values]) => [key, Float32Array.from(values)]),
      );
      Effect.runSync(fast.setWeights(next));
      Effect.runSync(slow.setWeights(next));
      Effect.runSync(nudged.setWeights(nudgedWeights(next)));
    },
    evaluate: (batch: Batch, what: string): void => {
      const reports = ask((engine) => engine.evaluate(batch));
      assert.equal(reports[0].tokens, reports[1].tokens);
      agree(reports.map(({ rowLosses }) => named("losses", ...rowLosses)), what);
      agree(reports.map(({ tokenLosses }) => named("each token's", ...tokenLosses)), what);
    },
    setCarried: (state: CarriedState): void => {
      ask((engine) => engine.setCarried(state));
    },
  };
};
