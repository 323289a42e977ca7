import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import type { Batch } from "../../text/batch/batch.ts";
import type { RunError } from "../../base/errors.ts";
import { initialWeights } from "../../model/initial_weights.ts";
import type { Model, Values } from "../../model/model.ts";
import { makeOptimizer } from "../optimizer/make_optimizer.ts";
import type { Optimizer } from "../optimizer/optimizer.ts";
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

const withEngine = <A>(
  use: (engine: PlanEngine) => Effect.Effect<A, RunError>,
  of: Model = model,
  by: Optimizer = optimizer,
  workers = 1,
) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(
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
    }),
    use,
  )));

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
  it("learns the same where a step is handed over before the last one is heard of", async () => {
    const shapes = [[4, 2, 3], [1], [3, 3], [4, 4, 1], [2]];
    for (const carried of [false, true]) {
      const batches = Array.from(
        { length: 60 },
        (_, i) => batchOf(carried ? [[3, 4, 2], [4, 2, 3]][i % 2]! : shapes[i % 5]!, carried),
      );
      const inTurn = await withEngine((engine) =>
        Effect.gen(function* () {
          const reports = yield* Effect.forEach(batches, (batch, at) =>
            engine.train(batch, { ...step(at), norm: at % 3 === 0 }));
          return { reports, weights: yield* engine.weights, carried: yield* engine.carried };
        })
      );
      for (const workers of [1, 3]) {
        const got = await withEngine(
          (engine) =>
            Effect.gen(function* () {
              const reports = yield* ahead(engine, batches);
              return { reports, weights: yield* engine.weights, carried: yield* engine.carried };
            }),
          model,
          optimizer,
          workers,
        );
        assert.deepEqual(got, inTurn);
      }
    }
  });

  it("learns the same where the gradient's norm isn't wanted, and then keeps no gradient of the output", async () => {
    const sgd = makeOptimizer({
      kind: "sgd",
      learningRate: NaN,
      momentum: 0,
      nesterov: false,
      weightDecay: 0,
    });
    for (const by of [sgd, optimizer]) {
      const learn = (norm: boolean) =>
        withEngine(
          (engine) =>
            Effect.gen(function* () {
              const before = yield* engine.weights;
              const first = yield* engine.train(batchOf([4, 2, 3]), { ...step(0), norm });
              const second = yield* engine.train(batchOf([3, 1]), { ...step(1), norm });
              const reports = [first, second];
              assert.ok(reports.every(({ gradientNorm }) => gradientNorm === undefined || norm));
              const gradient = (yield* engine.gradient).get("output.weight")!;
              return {
                before,
                weights: yield* engine.weights,
                losses: reports.map(({ loss }) => loss),
                kept: gradient.some((x) => x !== 0),
              };
            }),
          model,
          by,
        );
      const [asked, not] = [await learn(true), await learn(false)];
      assert.deepEqual(not.losses, asked.losses);
      assert.deepEqual(not.weights, asked.weights);
      assert.notDeepEqual(asked.weights, asked.before);
      assert.deepEqual([asked.kept, not.kept], [true, by !== sgd]);
    }
  });

  it("gives back weights and slots as they were set", () =>
    withEngine((engine) =>
      Effect.gen(function* () {
        yield* engine.train(batchOf([4, 2, 3]), step(0));
        const weights = changed(yield* engine.weights);
        const slots = new Map([...yield* engine.slots].map(([name, of]) => [name, changed(of)]));
        assert.deepEqual([...slots.keys()], ["m", "v"]);
        yield* engine.setWeights(weights);
        yield* engine.setSlots(slots);
        assert.deepEqual(yield* engine.weights, weights);
        assert.deepEqual(yield* engine.slots, slots);
      })
    ));

  it("goes on from weights, slots and states to the same bits", () => {
    const [first, second] = [batchOf([3, 3, 3], true), batchOf([2, 2, 2], true)];
    return withEngine((one) =>
      Effect.gen(function* () {
        yield* one.train(first, step(0));
        const [weights, slots, carried] = [
          yield* one.weights,
          yield* one.slots,
          yield* one.carried,
        ];
        const report = yield* one.train(second, step(1));
        const expected = yield* one.weights;
        yield* Effect.promise(() =>
          withEngine((other) =>
            Effect.gen(function* () {
              yield* other.setWeights(weights);
              yield* other.setSlots(slots);
              yield* other.setCarried(carried);
              assert.deepEqual(yield* other.train(second, step(1)), report);
              assert.deepEqual(yield* other.weights, expected);
            })
          )
        );
      })
    );
  });

  it("evaluates with every weight as it is now, not as it was packed before", () =>
    withEngine((engine) =>
      Effect.gen(function* () {
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
      })
    ));

  it("refuses batches that do not fit the plan or the state", () =>
    withEngine((engine) =>
      Effect.gen(function* () {
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
        assert.equal(
          yield* message(engine.predict(batchOf([1, 1]))),
          "Expected a batch of 1 row, got 2",
        );
      })
    ));

  it("lets a word that is ruled out change nothing but its own probability, as the reference does", () =>
    withEngine((engine) =>
      Effect.gen(function* () {
        const weights = new Map(yield* engine.weights);
        weights.set("output.bias", Float32Array.of(0, 0, 0, 0, 0, 0, -Infinity));
        yield* engine.setWeights(weights);
        const options = { optimizer, clip: "none", loss: "token-mean", seed: 1 } as const;
        const reference = makeReferenceEngine(model, weights, options);
        // Tokens 0 to 5: the last word is never the target.
        for (const one of [engine, reference]) {
          const { rowLosses } = yield* one.evaluate(batchOf([3, 3]));
          assert.ok(rowLosses.every((loss) => Math.abs(loss - 3 * Math.log(6)) < 0.5));
          const logs = yield* one.predict(batchOf([3]));
          assert.equal(logs[6], -Infinity);
          assert.ok(Math.abs(logs.reduce((sum, x) => sum + Math.exp(x), 0) - 1) < 1e-9);
          const { loss, gradientNorm } = yield* one.train(batchOf([3, 3]), step(0));
          assert.ok(Number.isFinite(loss) && Number.isFinite(gradientNorm));
        }
      })
    ));

  it("fails for a cell that it can't compute", async () => {
    const cell = { state: "h", equations: "h' = tanh(W x + W h)" };
    const own = modelForTest(cell, { embedding: "none", hidden: 7 });
    await assert.rejects(withEngine(() => Effect.void, own), /Matrix "W" of cell "own" multiplies/);
  });
});
