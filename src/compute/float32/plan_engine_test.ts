import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { effect } from "../../base/test_effect.ts";
import type { Batch } from "../../text/batch/batch.ts";
import type { RunError } from "../../base/errors.ts";
import { initialWeights } from "../../model/initial_weights.ts";
import type { Model, Values } from "../../model/model.ts";
import { makeOptimizer } from "../optimizer/make_optimizer.ts";
import type { Optimizer } from "../optimizer/optimizer.ts";
import { MixedMatrix } from "../compile/parameter_layout.ts";
import { modelForTest } from "../units/test_model.ts";
import type { StepReport } from "../engine.ts";
import { makePlanEngine, type PlanEngine } from "./plan_engine.ts";
import { makeReferenceEngine } from "../reference/reference_engine.ts";

const model = modelForTest("gru", { layers: 2 });
const optimizer = makeOptimizer({
  kind: "adam",
  learningRate: NaN,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
});

const plainDescent = makeOptimizer({
  kind: "sgd",
  learningRate: NaN,
  momentum: 0,
  nesterov: false,
  weightDecay: 0,
});

/** An engine, one worker unless told; its workers end with the scope. */
const engineOf = (
  { of = model, by = optimizer, workers = 1 }: {
    readonly of?: Model;
    readonly by?: Optimizer;
    readonly workers?: number;
  } = {},
) =>
  makePlanEngine({
    model: of,
    weights: initialWeights(of, 1),
    optimizer: by,
    clip: "none",
    loss: "token-mean",
    seed: 1,
    capacity: { rows: 3, tokens: 9, steps: 4 },
    gemm: "wasm",
    workers,
    processors: workers,
  });

const batchOf = (lengths: readonly number[], carried = false): Batch => {
  const offsets = new Int32Array(lengths.length + 1);
  lengths.forEach((length, row) => offsets[row + 1] = offsets[row]! + length);
  const inputs = Int32Array.from({ length: offsets.at(-1)! }, (_, i) => i % 7);
  const targets = inputs.toReversed();
  return {
    epoch: 0,
    index: 0,
    lengths: Int32Array.from(lengths),
    offsets,
    inputs,
    targets,
    carried,
  };
};
const message = (effect: Effect.Effect<unknown, RunError>) =>
  Effect.map(Effect.orDie(Effect.flip(effect)), (error) => error.message);
const step = (number: number) => ({ step: number, learningRate: 0.01 });

/** Other numbers in the same shapes. */
const changed = (values: Values): Values =>
  new Map([...values].map(([key, array]) => [key, Float32Array.from(array, (_, i) => i / 8)]));

/** Reports of the steps, each handed over before the one before is heard of. */
const ahead = Effect.fnUntraced(function* (engine: PlanEngine, batches: readonly Batch[]) {
  const reports: StepReport[] = [];
  let pending: Effect.Effect<StepReport, RunError> | undefined;
  for (const [at, batch] of batches.entries()) {
    const next = yield* engine.submit(batch, { ...step(at), norm: at % 3 === 0 });
    if (pending !== undefined) reports.push(yield* pending);
    pending = next;
  }
  if (pending !== undefined) reports.push(yield* pending);
  return reports;
});

describe("the plan's engine", () => {
  effect(
    "learns the same where a step is handed over before the last one is heard of",
    function* () {
      const shapes = [[4, 2, 3], [1], [3, 3], [4, 4, 1], [2]];
      for (const carried of [false, true]) {
        const batches = Array.from(
          { length: 60 },
          (_, i) => batchOf(carried ? [[3, 4, 2], [4, 2, 3]][i % 2]! : shapes[i % 5]!, carried),
        );
        const one = yield* engineOf();
        const reports = yield* Effect.forEach(
          batches,
          (batch, at) => one.train(batch, { ...step(at), norm: at % 3 === 0 }),
        );
        for (const workers of [1, 3]) {
          const other = yield* engineOf({ workers });
          assert.deepEqual(yield* ahead(other, batches), reports);
          assert.deepEqual(yield* other.weights, yield* one.weights);
          assert.deepEqual(yield* other.carried, yield* one.carried);
        }
      }
    },
  );

  for (const by of [plainDescent, optimizer]) {
    effect(`learns the same by ${by.name} where the gradient's norm isn't wanted`, function* () {
      const [asked, not] = [yield* engineOf({ by }), yield* engineOf({ by })];
      for (const [at, lengths] of [[4, 2, 3], [3, 1]].entries()) {
        const batch = batchOf(lengths);
        const { loss, gradientNorm } = yield* asked.train(batch, { ...step(at), norm: true });
        assert(gradientNorm! > 0);
        const report = yield* not.train(batch, { ...step(at), norm: false });
        assert.deepEqual(report, { loss, tokens: batch.inputs.length });
      }
      const learned = yield* asked.weights;
      assert.deepEqual(yield* not.weights, learned);
      assert.notDeepEqual(learned, initialWeights(model, 1));
      const keepsGradient = Effect.fnUntraced(function* (engine: PlanEngine) {
        return (yield* engine.gradient).get("output.weight")!.some((x) => x !== 0);
      });
      assert.equal(yield* keepsGradient(asked), true);
      // Plain descent moves the output weight by the product that gives its gradient.
      assert.equal(yield* keepsGradient(not), by !== plainDescent);
    });
  }

  effect("gives back weights and slots as they were set", function* () {
    const engine = yield* engineOf();
    yield* engine.train(batchOf([4, 2, 3]), step(0));
    const weights = changed(yield* engine.weights);
    const slots = new Map([...yield* engine.slots].map(([name, of]) => [name, changed(of)]));
    assert.deepEqual([...slots.keys()], ["m", "v"]);
    yield* engine.setWeights(weights);
    yield* engine.setSlots(slots);
    assert.deepEqual(yield* engine.weights, weights);
    assert.deepEqual(yield* engine.slots, slots);
  });

  effect("goes on from weights, slots and states to the same bits", function* () {
    const [first, second] = [batchOf([3, 3, 3], true), batchOf([2, 2, 2], true)];
    const [one, other] = [yield* engineOf(), yield* engineOf()];
    yield* one.train(first, step(0));
    yield* other.setWeights(yield* one.weights);
    yield* other.setSlots(yield* one.slots);
    yield* other.setCarried(yield* one.carried);
    assert.deepEqual(yield* other.train(second, step(1)), yield* one.train(second, step(1)));
    assert.deepEqual(yield* other.weights, yield* one.weights);
  });

  effect("evaluates with every weight as it is now, not as it was packed before", function* () {
    const engine = yield* engineOf();
    const batch = batchOf([4, 2, 3]);
    const old = yield* engine.weights;
    const before = yield* engine.evaluate(batch);
    for (const [key, other] of changed(old)) {
      yield* engine.setWeights(new Map([[key, other]]));
      assert.notDeepEqual(yield* engine.evaluate(batch), before, key);
      yield* engine.setWeights(old);
      assert.deepEqual(yield* engine.evaluate(batch), before, key);
    }
    yield* engine.train(batch, step(0));
    const trained = yield* engine.evaluate(batch);
    yield* engine.setWeights(yield* engine.weights);
    assert.deepEqual(yield* engine.evaluate(batch), trained);
  });

  effect("refuses batches that do not fit the plan or the state", function* () {
    const engine = yield* engineOf();
    assert.match(
      yield* message(engine.train(batchOf([5]), step(0))),
      /does not fit a plan for/,
    );
    yield* engine.train(batchOf([2, 2]), step(0));
    const wrong = batchOf([2, 2, 2], true);
    assert.equal(
      yield* message(engine.train(wrong, step(1))),
      "The carried state has 2 rows, but the batch has 3",
    );
    yield* engine.evaluate(wrong); // evaluation's state is another
    assert.equal(
      yield* message(engine.evaluate(batchOf([1], true))),
      "The carried state has 3 rows, but the batch has 1",
    );
  });

  effect(
    "lets a word that is ruled out change nothing but its own probability, as the reference does",
    function* () {
      const engine = yield* engineOf();
      const weights = new Map(yield* engine.weights);
      weights.set("output.bias", Float32Array.of(0, 0, 0, 0, 0, 0, -Infinity));
      yield* engine.setWeights(weights);
      const options = { optimizer, clip: "none", loss: "token-mean", seed: 1 } as const;
      const reference = makeReferenceEngine(model, weights, options);
      // Tokens 0 to 5: the last word is never the target.
      for (const one of [engine, reference]) {
        const { rowLosses } = yield* one.evaluate(batchOf([3, 3]));
        assert.ok(rowLosses.every((loss) => Math.abs(loss - 3 * Math.log(6)) < 0.5));
        const { loss, gradientNorm } = yield* one.train(batchOf([3, 3]), step(0));
        assert.ok(Number.isFinite(loss) && Number.isFinite(gradientNorm));
      }
    },
  );

  effect("refuses a cell that it can't compute", function* () {
    const cell = { state: "h", equations: "h' = tanh(W x + W h)" };
    const own = modelForTest(cell, { embedding: "none", hidden: 7 });
    const error = yield* Effect.flip(engineOf({ of: own }));
    assert(error instanceof MixedMatrix);
    assert.deepEqual([error.matrix, error.cell], ["W", "own"]);
  });
});
