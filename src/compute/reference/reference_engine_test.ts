import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import type { Batch } from "../../text/batch/batch.ts";
import type { CellsConfig } from "../../model/cells/schema.ts";
import { buildModel } from "../../model/build_model.ts";
import { initialWeights } from "../../model/initial_weights.ts";
import type { Values } from "../../model/model.ts";
import type { ModelConfig } from "../../model/schema.ts";
import { adam } from "../optimizer/adam.ts";
import { sgd } from "../optimizer/sgd.ts";
import type { EngineOptions } from "../engine.ts";
import { makeReferenceEngine } from "./reference_engine.ts";

const vocabulary = 6;
const cells: CellsConfig = {
  learning: { state: ["h", "m"], learned: ["h"], equations: "m' = U m + V h\nh' = tanh(W x + m')" },
};

const engineOf = (
  config: Partial<ModelConfig> = {},
  options: Partial<EngineOptions> = {},
  reversed = false,
) => {
  const model = Result.getOrThrow(buildModel(
    {
      cell: "lstm",
      embedding: 4,
      hidden: 3,
      layers: 2,
      dropout: 0,
      tied: false,
      bias: true,
      truncate: "full",
      ...config,
    },
    cells,
    vocabulary,
  ));
  const optimizer = sgd({ weightDecay: 0 });
  const weights = initialWeights(model, 3);
  return makeReferenceEngine(model, reversed ? new Map([...weights].reverse()) : weights, {
    optimizer,
    clip: "none",
    loss: "token-mean",
    seed: 9,
    ...options,
  });
};

const batchOf = (rows: readonly (readonly number[])[], carried = false): Batch => {
  const lengths = Int32Array.from(rows, (row) => row.length - 1);
  const offsets = new Int32Array(rows.length + 1);
  lengths.forEach((length, row) => offsets[row + 1] = offsets[row]! + length);
  const inputs = Int32Array.from(rows.flatMap((row) => row.slice(0, -1)));
  const targets = Int32Array.from(rows.flatMap((row) => row.slice(1)));
  return { epoch: 0, index: 0, lengths, offsets, inputs, targets, carried };
};
const sentences = batchOf([[1, 3, 2, 0, 5], [4, 4]]);
const still = { step: 0, learningRate: 0 };
const run = Effect.runSync;

const close = (a: ArrayLike<number>, b: ArrayLike<number>, factor = 1) => {
  assert.equal(a.length, b.length);
  for (let i = 0; i < b.length; i++) {
    assert.ok(Math.abs(a[i]! - factor * b[i]!) < 1e-12, `${a[i]} instead of ${factor * b[i]!}`);
  }
};
const norm = (values: Values) => Math.hypot(...[...values.values()].flatMap((value) => [...value]));

describe("the reference engine trains", () => {
  it("on the mean a token, or on the sum of each sentence averaged over sentences", () => {
    const [mean, sum] = [engineOf(), engineOf({}, { loss: "sentence-sum" })];
    const reports = [mean, sum].map((engine) => run(engine.train(sentences, still)));
    assert.equal(reports[0]!.loss, reports[1]!.loss);
    assert.equal(reports[0]!.tokens, 5);
    const [a, b] = [run(mean.gradient), run(sum.gradient)];
    for (const [key, value] of b) close(value, a.get(key)!, 5 / 2);
    assert.ok(Math.abs(reports[0]!.gradientNorm! - norm(a)) < 1e-12);
  });

  it("by the optimizer, with the gradient clipped after its norm was taken", () => {
    const engine = engineOf({}, { clip: { norm: 0.01 } });
    const before = run(engine.weights);
    const { gradientNorm } = run(engine.train(sentences, { step: 0, learningRate: 2 }));
    const [after, gradient] = [run(engine.weights), run(engine.gradient)];
    assert.ok(gradientNorm! > 0.1);
    const scale = 0.01 / (gradientNorm! + 1e-6);
    for (const [key, value] of after) {
      close(value, before.get(key)!.map((w, i) => w - 2 * scale * gradient.get(key)![i]!));
    }
  });

  it("to a lower loss", () => {
    const optimizer = adam({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 });
    const engine = engineOf({ dropout: 0.1 }, { optimizer });
    const losses = Array.from(
      { length: 60 },
      (_, step) => run(engine.train(sentences, { step, learningRate: 0.03 })).loss,
    );
    assert.ok(losses.at(-1)! < losses[0]! / 3, `${losses[0]} to ${losses.at(-1)}`);
  });

  it("with a dropout mask that the step decides, and none in evaluation", () => {
    const engine = engineOf({ dropout: 0.5 });
    const loss = (step: number) => run(engine.train(sentences, { step, learningRate: 0 })).loss;
    assert.equal(loss(1), loss(1));
    assert.notEqual(loss(1), loss(2));
    const plain = run(engineOf().evaluate(sentences));
    assert.deepEqual(run(engine.evaluate(sentences)), plain);
  });

  it("the first states that are learned, but not through a carried one", () => {
    const engine = engineOf({ cell: "learning", layers: 1 });
    const learned = () => run(engine.gradient).get("0.h0")!;
    run(engine.train(sentences, still));
    assert.ok(learned().some((d) => d !== 0));
    run(engine.train({ ...sentences, carried: true }, still));
    assert.ok(learned().every((d) => d === 0));
  });
});

describe("the reference engine truncates", () => {
  it("so that k of the longest sentence's steps less one is the full gradient", () => {
    const gradientOf = (truncate: number | "full") => {
      const engine = engineOf({ truncate });
      run(engine.train(sentences, still));
      return run(engine.gradient);
    };
    const full = gradientOf("full");
    for (const [key, value] of gradientOf(3)) close(value, full.get(key)!);
    const shorter = gradientOf(2).get("0.Wig")!;
    assert.ok(shorter.some((d, i) => Math.abs(d - full.get("0.Wig")![i]!) > 1e-9));
  });

  it("so that with 0 no state is worth anything", () => {
    const engine = engineOf({ truncate: 0, cell: "learning", layers: 1 });
    run(engine.train(batchOf([[1, 2], [3, 4]]), still));
    const single = run(engine.gradient);
    assert.ok(single.get("0.V")!.every((d) => d === 0), "h0 starts at 0");
    assert.ok(single.get("0.h0")!.some((d) => d !== 0), "step 0 reads the learned state");
  });
});

describe("the reference engine carries states", () => {
  const long = [1, 3, 2, 0, 5, 4, 4, 2, 1];

  it("so that two halves lose what the whole loses", () => {
    const [whole] = run(engineOf().evaluate(batchOf([long]))).rowLosses;
    const engine = engineOf();
    const [first] = run(engine.evaluate(batchOf([long.slice(0, 5)]))).rowLosses;
    const [second] = run(engine.evaluate(batchOf([long.slice(4)], true))).rowLosses;
    close([first! + second!], [whole!]);
  });

  it("of training apart from those of evaluation, and takes them back", () => {
    const engine = engineOf();
    run(engine.train(batchOf([long]), still));
    const carried = run(engine.carried);
    assert.deepEqual(carried!.map((layer) => layer.map(({ length }) => length)), [[3, 3], [3, 3]]);
    const next = batchOf([[3, 1, 2]], true);
    const { loss } = run(engine.train(next, still));
    run(engine.evaluate(sentences));
    run(engine.setCarried(carried));
    assert.equal(run(engine.train(next, still)).loss, loss);
    run(engine.setCarried(undefined));
    assert.notEqual(run(engine.train(next, still)).loss, loss);
  });

  it("and refuses a batch with other rows", () => {
    const engine = engineOf();
    run(engine.train(sentences, still));
    const failure = run(Effect.flip(engine.train(batchOf([[1, 2]], true), still)));
    assert.equal(failure.message, "The carried state has 2 rows, but the batch has 1");
  });
});

describe("the reference engine", () => {
  it("goes on from copied weights and slots to the same bits", () => {
    const optimizer = adam({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 });
    const settings = (step: number) => ({ step, learningRate: 0.01 });
    const [one, two] = [engineOf({}, { optimizer }), engineOf({}, { optimizer })];
    run(one.train(sentences, settings(0)));
    const [weights, slots] = [run(one.weights), run(one.slots)];
    assert.deepEqual([...slots.keys()], ["m", "v"]);
    run(one.train(sentences, settings(1)));
    run(two.setWeights(weights));
    run(two.setSlots(slots));
    run(two.train(sentences, settings(1)));
    assert.deepEqual(run(two.weights), run(one.weights));
    assert.notDeepEqual(run(two.weights), weights);
  });

  it("computes the same bits whatever the order that its weights are given in", () => {
    const clip = { norm: 0.01 };
    const engines = [false, true].map((reversed) => engineOf({}, { clip }, reversed));
    for (let step = 0; step < 5; step++) {
      const [one, two] = engines.map((engine) =>
        run(engine.train(sentences, { step, learningRate: 0.5 }))
      );
      assert.deepEqual(two, one);
    }
    assert.deepEqual(run(engines[1]!.weights), run(engines[0]!.weights));
  });
});
